import type { StickyStore } from '../engine/allocation/sticky.js';
import type { EngineServices } from '../engine/scope.js';
import type { FlagLogger } from './flag-logger.js';
import type { ResolvedManagerOptions } from './flag-manager.options.js';

const MAX_REPORTS = 1000;

/** What the engine gets of the manager's parts. */
export function engineServices(
  { clock, extensions, logger }: ResolvedManagerOptions,
  sticky: StickyStore,
): EngineServices {
  return { now: () => clock.now(), extensions, sticky, report: reportOnce(logger) };
}

/** Says each thing once, and no more than 1,000 things: an extension that fails, fails with every evaluation. */
function reportOnce(logger: FlagLogger): (problem: string) => void {
  const reported = new Set<string>();
  return (problem) => {
    if (reported.has(problem) || reported.size >= MAX_REPORTS) return;
    reported.add(problem);
    logger.error(problem);
  };
}
