import type { ExplanationStep } from '../explanation-step.js';
import type { FlagContext } from '../flag-context.js';

type Run<R> = (context: FlagContext) => R;

/** The maximum number of steps in an explanation. */
export const MAX_STEPS = 10_000;

/** The size of an explanation as JSON, in characters, above which no more steps are added: 2 Mi. */
export const MAX_STEPS_TEXT = 2 * 1024 * 1024;

/** Records the steps of an evaluation, each with its nested steps. */
export class Tracer {
  #steps: ExplanationStep[] = [];
  #count = 0;
  #text = 0;
  #isTruncated = false;

  /** Wraps `run` so that each call records a step. */
  step<R>(run: Run<R>, describe: (result: R, context: FlagContext) => ExplanationStep): Run<R> {
    return (context) => {
      const isKept = this.#begin(); // steps are counted when they begin, so that outer ones are kept
      const outer = this.#steps;
      const inner: ExplanationStep[] = (this.#steps = []);
      let result: R;
      try {
        result = run(context);
      } catch (error) {
        outer.push(...inner); // the steps before the error
        throw error;
      } finally {
        this.#steps = outer;
      }
      if (!isKept) return result;
      const step = describe(result, context);
      this.#text += JSON.stringify(step).length;
      outer.push(inner.length === 0 ? step : { ...step, steps: inner });
      return result;
    };
  }

  /** Records a step without nested steps. */
  add(step: ExplanationStep): void {
    if (this.#begin()) this.#steps.push(step);
  }

  /** Whether steps were left out because a limit was reached. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  #begin(): boolean {
    const isKept = ++this.#count <= MAX_STEPS && this.#text <= MAX_STEPS_TEXT;
    this.#isTruncated ||= !isKept;
    return isKept;
  }

  /** Returns the steps recorded so far, and starts a new list. */
  take(): readonly ExplanationStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }
}

/**
 * Wraps `run` in a step if there is a tracer, else returns it unchanged: an evaluation that is not explained costs
 * nothing extra.
 */
export function traced<R>(
  { tracer }: { readonly tracer?: Tracer | undefined },
  run: Run<R>,
  describe: (result: R, context: FlagContext) => ExplanationStep,
): Run<R> {
  return tracer === undefined ? run : tracer.step(run, describe);
}
