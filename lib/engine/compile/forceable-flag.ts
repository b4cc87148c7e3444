import { quoted } from '../../internal/shown-text.js';
import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import type { FlagOverrideValue } from '../flag-override.js';
import type { ForcedFlags } from '../forced-flags.js';
import { variantAnswer } from './answers.js';
import { DecidingFlag, type CompiledFlag } from './compiled-flag.js';
import { forcedAnswer } from './forced-answer.js';
import type { Evaluator, Scope } from './scope.js';

/**
 * A flag that gives a forced answer if there is one. An answer that the flag cannot give is reported and ignored, like
 * an override. Each answer is compiled on first use and released with the {@link ForcedFlags} that contain it.
 */
class ForceableFlag<T> implements CompiledFlag<T | FlagEvaluation> {
  readonly #base: CompiledFlag<T>;
  readonly #flag: Flag | undefined;
  readonly #scope: Scope;
  readonly #forced: () => ForcedFlags | undefined;
  readonly #compiled = new WeakMap<FlagOverrideValue, CompiledFlag<T | FlagEvaluation>>();

  constructor(base: CompiledFlag<T>, flag: Flag | undefined, scope: Scope, forced: () => ForcedFlags | undefined) {
    this.#base = base;
    this.#flag = flag;
    this.#scope = scope;
    this.#forced = forced;
  }

  evaluate(context: FlagContext): T | FlagEvaluation {
    const serve = this.#forced()?.get(this.#scope.key);
    if (serve === undefined) return this.#base.evaluate(context);
    const compiled = this.#compiled.get(serve) ?? this.#compile(serve);
    this.#scope.tracer?.add({ step: 'forced', serve, holds: compiled !== this.#base });
    return compiled.evaluate(context);
  }

  #compile(serve: FlagOverrideValue): CompiledFlag<T | FlagEvaluation> {
    const { key, report } = this.#scope;
    const answer = answerOf(serve, this.#flag, this.#scope);
    if (answer === undefined) {
      report?.(
        `Flag ${quoted(key)} is forced to serve ${shownVariant(serve)}, which it does not have: its own answer is served.`,
      );
    }
    const compiled = answer === undefined ? this.#base : new DecidingFlag(answer, this.#flag, this.#scope);
    this.#compiled.set(serve, compiled);
    return compiled;
  }
}

/** Lets a flag be forced, if the engine has a source of {@link ForcedFlags}; else it is returned unchanged. */
export function forceable<T>(
  base: CompiledFlag<T>,
  flag: Flag | undefined,
  scope: Scope,
): CompiledFlag<T | FlagEvaluation> {
  return scope.forced === undefined ? base : new ForceableFlag(base, flag, scope, scope.forced);
}

function answerOf(serve: FlagOverrideValue, flag: Flag | undefined, scope: Scope): Evaluator | undefined {
  if (flag !== undefined || !('variant' in serve)) return forcedAnswer(serve, flag, scope);
  const answer = variantAnswer(scope.key, true, { name: serve.variant }, EvaluationReason.Override);
  return () => answer;
}

function shownVariant(serve: FlagOverrideValue): string {
  return 'variant' in serve ? `the variant ${quoted(serve.variant)}` : 'a value';
}
