import { loadingContract } from './loading.contract.js';
import type { OpenProvider } from './provider-under-test.js';
import { unreadableContract } from './unreadable.contract.js';
import { watchingContract } from './watching.contract.js';
import { writingContract } from './writing.contract.js';

/** What the contract needs of a test runner: jest, vitest and node:test have it. */
export interface ContractRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, body: () => Promise<void>) => unknown;
}

/**
 * Holds a provider of your own to what the manager relies on, as the providers of this package are. What depends on an
 * ability (to hold segments, to be watched, written to, broken) is checked where the provider, or `open`, has it.
 *
 * Every wait is bounded: a provider has to answer within four seconds, also when its source is away.
 *
 * @param runner `describe` and `it` of jest, vitest or node:test
 * @param name the title of the suite
 * @param open makes a provider over a source of its own that holds exactly the given definitions; see
 *   {@link ProviderUnderTest} for what else it may offer
 * @example
 * import { describe, it } from 'node:test';
 * import { flagProviderContract } from 'nestjs-feature-flags/testing';
 *
 * flagProviderContract({ describe, it }, 'TableProvider', async (definitions, segments) => {
 *   const table = await createTable(definitions, segments);
 *   return {
 *     provider: new TableProvider(table),
 *     holdsSegments: true,
 *     change: (nextDefinitions, nextSegments) => table.replaceAll(nextDefinitions, nextSegments),
 *     break: () => table.goOffline(),
 *     mend: () => table.goOnline(),
 *     close: () => table.drop(),
 *   };
 * });
 */
export function flagProviderContract({ describe, it }: ContractRunner, name: string, open: OpenProvider): void {
  describe(name, () => {
    for (const [sentence, check] of CONTRACT) {
      it(sentence, () => check(open));
    }
  });
}

const CONTRACT = [...loadingContract, ...unreadableContract, ...watchingContract, ...writingContract];
