import type { FlagManagerStatus } from '../flag-manager.status.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { ManagerParts } from '../parts/manager-parts.js';
import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import type { ObservedManager } from './flag-observer.js';
import { GuardedObserver } from './guarded-observer.js';

/**
 * Attaches the observers of the options to a manager, until it has closed.
 *
 * @returns those that receive evaluations
 */
export function attachObservers(
  { observers, clock, logger }: Pick<ResolvedManagerOptions, 'observers' | 'clock' | 'logger'>,
  { definitions, stream }: Pick<ManagerParts, 'definitions' | 'stream'>,
  status: () => FlagManagerStatus,
): readonly EvaluationObserver[] {
  const { flags } = definitions.definitions;
  const manager: ObservedManager = { logger, now: () => clock.now(), flag: (key) => flags.get(key), status };
  const attached = observers.map((observer) => new GuardedObserver(observer.attach(manager), logger));
  for (const each of attached) {
    stream.changes$.subscribe({ next: (entry) => each.change(entry), complete: () => each.close() });
  }
  return attached.filter(({ observesEvaluations }) => observesEvaluations);
}
