import { topicLogger } from '../topic-logger.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { EngineServices } from '../../engine/compile/scope.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';

/**
 * The services that the manager provides to the engine.
 *
 * @param forced returns the flags that are forced for the code that runs now; absent if nothing can be forced
 */
export function engineServices(
  { clock, extensions, logger }: Pick<ResolvedManagerOptions, 'clock' | 'extensions' | 'logger'>,
  sticky: StickyStore,
  forced?: () => ForcedFlags | undefined,
): EngineServices {
  const failures = new BoundedReporter(
    (problem) => topicLogger(logger, 'evaluation-failed').error(problem),
    'failed evaluations',
  );
  return { now: () => clock.now(), extensions, sticky, report: (problem) => failures.report(problem), forced };
}
