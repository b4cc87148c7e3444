import assert from 'node:assert/strict';
import type { FlagDefinitions } from '../engine/flag.js';
import { parseFlags } from '../engine/parse/parse-flag.js';
import { parseSegments } from '../engine/targeting/schema/parse-segment.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { withTimeout } from '../internal/with-timeout.js';

/** How long the contract waits for a provider, in milliseconds: below the five seconds of most test runners. */
export const PATIENCE_MS = 4000;

/** Asserts that a provider delivers exactly these definitions, as a reader understands them. */
export async function assertDelivers(
  provider: FlagProvider,
  flags: FlagDefinitions,
  segments: SegmentDefinitions = {},
): Promise<void> {
  const set = await inTime('load() did not answer', () => provider.load());
  assert.deepEqual(set.problems ?? [], [], 'load() reports problems with valid definitions');
  assert.deepEqual(meaningOf(parseFlags(set.flags)), meaningOf(parseFlags(flags)));
  assert.deepEqual(meaningOf(parseSegments(set.segments ?? {})), meaningOf(parseSegments(segments)));
}

/** Definitions by key; versions, which are the provider's own, are left out. */
export function meaningOf<D extends { readonly version?: number | undefined }>(
  definitions: Iterable<readonly [key: string, definition: D]>,
): Readonly<Record<string, Omit<D, 'version'>>> {
  const entries = [...definitions].map(([key, { version: _, ...definition }]) => [key, definition] as const);
  return Object.fromEntries(entries);
}

/** Waits for `work` as long as the contract allows. */
export function inTime<T>(complaint: string, work: () => T | Promise<T>): Promise<T> {
  return withTimeout(
    work,
    PATIENCE_MS,
    () => new assert.AssertionError({ message: `${complaint} in ${PATIENCE_MS} ms` }),
  );
}
