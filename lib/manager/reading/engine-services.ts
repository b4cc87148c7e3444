import { topicLogger } from '../topic-logger.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { EngineServices } from '../../engine/compile/scope.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';

/** The services that the manager provides to the engine. */
export function engineServices(
  { clock, extensions, logger }: Pick<ResolvedManagerOptions, 'clock' | 'extensions' | 'logger'>,
  sticky: StickyStore,
): EngineServices {
  const failures = new BoundedReporter(
    (problem) => topicLogger(logger, 'evaluation-failed').error(problem),
    'failed evaluations',
  );
  return { now: () => clock.now(), extensions, sticky, report: (problem) => failures.report(problem) };
}
