import { InvalidOptionsError } from '../engine/flag.errors.js';
import type { FlagStore } from '../store/flag-store.js';
import { isPromise } from './is-promise.js';

const METHODS = ['read', 'append', 'query'] as const satisfies readonly (keyof FlagStore)[];

/**
 * Plain JavaScript may give anything as option `store`, such as a URL. What it is, is not told: it may hold a password.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) saying what a store is
 */
export function assertStore(store: FlagStore): void {
  const given: unknown = store;
  if (typeof given === 'object' && given !== null && METHODS.every((method) => isMethod(given, method))) return;
  throw new InvalidOptionsError(
    `Option "store" must be a store, an object with the methods ${METHODS.join(', ')}: ${remedyFor(given)}.`,
  );
}

function isMethod(store: object, name: string): boolean {
  return typeof (store as Readonly<Record<string, unknown>>)[name] === 'function';
}

function remedyFor(given: unknown): string {
  if (typeof given === 'string') return 'for a URL, redisStore({ url }) of "nestjs-feature-flags/redis" makes one';
  if (isPromise(given)) return 'await the promise first';
  return 'redisStore({ url }), new FileFlagStore(folder) and new MemoryFlagStore() make one';
}
