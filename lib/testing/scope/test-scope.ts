import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { EvaluationObserver } from '../../manager/reading/evaluation-observer.js';

/** The settings for one call of `withFlags` or `FlagRecorder.run`, and for everything that its code starts. */
export class TestScope {
  /** Whether the call has ended. Code that still runs is then in the outer scope. */
  isOver = false;

  constructor(
    readonly outer: TestScope | undefined,
    /** The flags to force, including those of the outer scopes. */
    readonly forced: ForcedFlags | undefined,
    /** The recorders of this scope and the outer ones. */
    readonly recorders: readonly EvaluationObserver[],
  ) {}

  /** The innermost scope that has not ended. */
  static activeOf(scope: TestScope | undefined): TestScope | undefined {
    let active = scope;
    while (active?.isOver === true) active = active.outer;
    return active;
  }
}
