const TAG = /(?:W\/)?"([^"]*)"|([^\s,"]+)/g;

/**
 * Whether an `If-None-Match` header names an entity tag: a list of strong, weak or unquoted tags, or `*`. Proxies weaken
 * tags when they compress, so weak ones match as well.
 */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const opaque = tag.slice(1, -1);
  return [...header.matchAll(TAG)].some(([, quoted, plain]) => (quoted ?? plain) === opaque);
}
