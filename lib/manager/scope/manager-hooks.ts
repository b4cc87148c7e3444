import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import type { ForcedFlagsSource } from './forced-flags.js';

/** What other parts of the package add to a manager when it is composed. Evaluations pay only for what is present. */
export interface ManagerHooks {
  /** Whether scopes of this manager may force flags. @default false */
  readonly scopesForceFlags?: boolean | undefined;
  /** Returns flags to force, whatever code runs now; the flags that scopes force take precedence. @default none */
  readonly forced?: ForcedFlagsSource | undefined;
  /** Receive each answer that is served to code. @default none */
  readonly observers?: readonly EvaluationObserver[] | undefined;
}
