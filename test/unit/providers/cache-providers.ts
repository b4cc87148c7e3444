import type { FlagDefinition } from '../../../lib/engine/flag.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../lib/engine/targeting/schema/parse-segment.js';
import type { SegmentDefinition } from '../../../lib/engine/targeting/segment.js';
import type { FlagCacheBackend } from '../../../lib/providers/cache/cache-backend.js';
import { CacheBackendProvider } from '../../../lib/providers/cache-backend.provider.js';

export const TIMEOUT = 300;

export async function providerOn(
  cache: FlagCacheBackend,
  definitions: Record<string, FlagDefinition> = {},
  prefix = 'shop',
): Promise<CacheBackendProvider> {
  const provider = new CacheBackendProvider(cache, { prefix, timeout: `${TIMEOUT}ms` });
  for (const [key, definition] of Object.entries(definitions)) await write(provider, key, definition);
  return provider;
}

export function writeSegment(provider: CacheBackendProvider, key: string, definition: SegmentDefinition) {
  return provider.writeSegment({ key, segment: parseSegment(key, definition) });
}

export function write(provider: CacheBackendProvider, key: string, definition: FlagDefinition) {
  return provider.write({ key, flag: parseFlag(key, definition) });
}

export async function keysOf(provider: CacheBackendProvider): Promise<string[]> {
  return Object.keys((await provider.load()).flags);
}

/** How long `work` takes, in milliseconds, and what it fails with. */
export async function failureOf(work: Promise<unknown>): Promise<{ error: unknown; took: number }> {
  const start = performance.now();
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  return { error, took: performance.now() - start };
}
