import type { ContractOptions, ContractRunner } from './contract-options.js';
import { runContract } from './contract.js';
import { loadingContract } from './loading.contract.js';
import {
  providerAbilities,
  withProvider,
  type OpenProvider,
  type ProviderAbility,
  type ProviderUnderTest,
} from './provider-under-test.js';
import { unreadableContract } from './unreadable.contract.js';
import { watchingContract } from './watching.contract.js';
import { writingContract } from './writing.contract.js';

/**
 * Tests that a provider of your own behaves as the manager requires, like the providers of this package. Tests of an
 * ability that the provider, or `open`, does not have are skipped if `lacks` names it, and fail otherwise.
 *
 * Every wait is bounded: a provider must answer within four seconds, even while its source is unavailable.
 *
 * @param runner `describe` and `it` of jest, vitest or node:test
 * @param name the title of the suite
 * @param open creates a provider with its own source, which contains exactly the given definitions; see
 *   {@link ProviderUnderTest} for its optional members
 * @param options.lacks the abilities that the provider does not have: `change`, `close`, `outage`, `segments`, `watch`,
 *   `write`, `write_segments`. @default none
 * @example
 * import { describe, it } from 'node:test';
 * import { flagProviderContract } from 'nestjs-feature-flags/testing';
 *
 * const open = async (definitions, segments) => {
 *   const table = await createTable(definitions, segments);
 *   return {
 *     provider: new TableProvider(table),
 *     holdsSegments: true,
 *     change: (nextDefinitions, nextSegments) => table.replaceAll(nextDefinitions, nextSegments),
 *     break: () => table.goOffline(),
 *     repair: () => table.goOnline(),
 *     close: () => table.drop(),
 *   };
 * };
 * flagProviderContract({ describe, it }, 'TableProvider', open, { lacks: ['write', 'write_segments'] });
 */
export function flagProviderContract(
  runner: ContractRunner,
  name: string,
  open: OpenProvider,
  options: ContractOptions<ProviderAbility> = {},
): void {
  runContract(runner, name, CONTRACT, open, options);
}

const CONTRACT = {
  tests: [...loadingContract, ...unreadableContract, ...watchingContract, ...writingContract],
  abilities: providerAbilities,
  withSubject: (open: OpenProvider, check: (subject: ProviderUnderTest) => Promise<void>) =>
    withProvider(open, [{}, {}], check),
};
