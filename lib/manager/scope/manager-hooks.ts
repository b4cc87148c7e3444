import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import type { ForcedFlagsSource } from './forced-flags.js';
import type { RequestOverrideCounts } from './request-override-counts.js';

/** Additions to a manager by other parts of the package, made when it is composed. Absent ones cost evaluations nothing. */
export interface ManagerHooks {
  /** Whether scopes of this manager may force flags. @default false */
  readonly scopesForceFlags?: boolean | undefined;
  /** Returns flags to force, whatever code runs now; the flags that scopes force take precedence. @default none */
  readonly forced?: ForcedFlagsSource | undefined;
  /** Returns how often request overrides were used; absent if they are off. */
  readonly requestOverrides?: (() => RequestOverrideCounts) | undefined;
  /** Returns the actor of changes that are made during a request, from the state of its scope. @default none */
  readonly actorOf?: ((requestState: object) => unknown) | undefined;
  /** The observers of each answer that is served to code. @default none */
  readonly observers?: readonly EvaluationObserver[] | undefined;
}
