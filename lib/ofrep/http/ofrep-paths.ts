const FLAGS = '/ofrep/v1/evaluate/flags';
const EVENTS = '/ofrep/v1/events';

/** The routes of the protocol below a path, and what precedes it. */
const TARGET = /^(.*)\/ofrep\/v1\/evaluate\/flags(?:\/([^/]*))?\/?$/;

/** The key in the path of a request for flags; `null` in one for all flags, and `undefined` in any other. */
export function keyInPath(url: string, path: string): string | null | undefined {
  const match = TARGET.exec(pathnameOf(url));
  if (match === null || !endsWithPath(match[1] ?? '', path)) return undefined;
  return match[2] === undefined || match[2] === '' ? null : decoded(match[2]);
}

/** The path of the events, beside the path at which a request for all flags was received. */
export function eventsPath(url: string): string {
  const pathname = pathnameOf(url);
  return `${pathname.slice(0, pathname.lastIndexOf(FLAGS))}${EVENTS}`;
}

/** The path of a request, without anything that could lead to another host. */
function pathnameOf(url: string): string {
  const [path = ''] = url.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/);
  return path.replace(/^[/\\]+/, '/');
}

/** A path as it is compared: without a slash at its beginning and end. */
export function withoutOuterSlashes(path: string): string {
  return path.replaceAll(/^\/|\/$/g, '');
}

function endsWithPath(before: string, path: string): boolean {
  const expected = withoutOuterSlashes(path);
  if (expected === '' || expected.includes(':')) return true; // the router decides
  return before === expected || before.endsWith(`/${expected}`);
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
