import { isFlagProblem, type FlagProblem } from '../flag-provider.js';
import { ProviderFailedError } from '../provider.errors.js';

/**
 * Validates the `problems` of a provider, so that an invalid list fails the read before it has any effect.
 *
 * @throws {ProviderFailedError} (`PROVIDER_FAILED`) naming the provider
 */
export function assertProblems(problems: unknown, provider: string): asserts problems is readonly FlagProblem[] {
  if (Array.isArray(problems) && problems.every(isFlagProblem)) return;
  throw new ProviderFailedError(
    provider,
    'the "problems" that it delivers must be a list of { key, message }, with kind "segment" for those of segments',
  );
}
