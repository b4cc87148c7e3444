import type { FlagManagerStatus } from '../flag-manager.status.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { ManagerParts } from '../parts/manager-parts.js';
import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import type { GateDenial, ObservedManager } from './flag-observer.js';
import { GuardedObserver } from './guarded-observer.js';

/** Receives the calls that gates deny. It must not throw. */
export interface DenialObserver {
  deny(denial: GateDenial): void;
}

/** The observers of a manager, by what they receive. */
export interface AttachedObservers {
  readonly evaluations: readonly EvaluationObserver[];
  readonly denials: readonly DenialObserver[];
}

/** Attaches the observers of the options to a manager, until it has closed. */
export function attachObservers(
  { observers, clock, logger }: Pick<ResolvedManagerOptions, 'observers' | 'clock' | 'logger'>,
  { definitions, stream }: Pick<ManagerParts, 'definitions' | 'stream'>,
  status: () => FlagManagerStatus,
): AttachedObservers {
  const { flags } = definitions.definitions;
  const manager: ObservedManager = { logger, now: () => clock.now(), flag: (key) => flags.get(key), status };
  const attached = observers.map((observer) => new GuardedObserver(observer.attach(manager), logger));
  for (const each of attached) {
    stream.changes$.subscribe({ next: (entry) => each.change(entry), complete: () => each.close() });
  }
  return {
    evaluations: attached.filter(({ observesEvaluations }) => observesEvaluations),
    denials: attached.filter(({ observesDenials }) => observesDenials),
  };
}
