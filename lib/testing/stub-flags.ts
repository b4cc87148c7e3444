import { FlagManager } from '../manager/flag-manager.js';
import { silentLogger } from '../manager/silent-logger.js';
import { readTestFlags } from './read-test-flags.js';
import type { TestFlags } from './test-flags.js';

/**
 * Creates a stand-in for the manager, for a class under test: flags serve the given answers, and all others are off. It
 * is ready immediately, without promises. Gates accept it wherever a `FlagManager` or `FlagReader` is injected.
 * Changes are rejected; use `FeatureFlagsTestingModule.forTest` for a test that makes some.
 *
 * @param flags what each flag serves: `true`, `false`, the name of a variant, or `{ value }`
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when an answer is not valid
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is not valid
 * @example
 * const checkout = new CheckoutService(stubFlags({ new_checkout: true }));
 * @example
 * builder.overrideProvider(FlagManager).useValue(stubFlags({ new_checkout: true }));
 */
export function stubFlags(flags: TestFlags = {}): FlagManager {
  const forced = readTestFlags(flags, 'The flags of stubFlags');
  return new FlagManager({ logger: silentLogger }, { forced: () => forced });
}
