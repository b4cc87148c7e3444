import assert from 'node:assert/strict';
import type { Flag, FlagDefinitions } from '../engine/flag.js';
import { parseFlags } from '../engine/parse-flag.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { withTimeout } from '../providers/with-timeout.js';

/** How long the contract waits for a provider, in milliseconds: below the five seconds of most test runners. */
export const PATIENCE_MS = 4000;

type FlagsByKey = Readonly<Record<string, Omit<Flag, 'version'>>>;

/** Flags as a reader understands them, by key; versions, which are the provider's own, are left out. */
export function meaningOf(definitions: Readonly<Record<string, unknown>>): FlagsByKey {
  const flags = [...parseFlags(definitions)].map(([key, { version: _, ...flag }]) => [key, flag] as const);
  return Object.fromEntries(flags);
}

/** What a provider delivers now; every definition has to be readable. */
export async function deliveredBy(provider: FlagProvider): Promise<FlagsByKey> {
  const { flags, problems = [] } = await inTime('load() did not answer', () => provider.load());
  assert.deepEqual(problems, [], 'load() reports problems with definitions that are fine');
  return meaningOf(flags);
}

/** Asserts that a provider delivers exactly these definitions. */
export async function assertDelivers(provider: FlagProvider, definitions: FlagDefinitions): Promise<void> {
  assert.deepEqual(await deliveredBy(provider), meaningOf(definitions));
}

/** Waits for `work` as long as the contract allows. */
export function inTime<T>(complaint: string, work: () => T | Promise<T>): Promise<T> {
  return withTimeout(
    work,
    PATIENCE_MS,
    () => new assert.AssertionError({ message: `${complaint} in ${PATIENCE_MS} ms` }),
  );
}
