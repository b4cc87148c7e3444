import { isFlagProblem, type FlagProblem } from '../flag-provider.js';
import { ProviderFailedError } from '../provider.errors.js';

/**
 * Anybody may write a provider: if it delivers anything else than a list of problems, the read fails before it has any effect.
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
