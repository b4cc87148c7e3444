import type { ExplanationStep } from '../explanation.js';
import type { FlagContext } from '../flag-context.js';

type Run<R> = (context: FlagContext) => R;

/** The most steps that an explanation has. */
export const MAX_STEPS = 10_000;

/** How much JSON an explanation has, in characters, until no more steps are begun: 2 MiB. */
export const MAX_STEPS_TEXT = 2 * 1024 * 1024;

/** Writes down the steps of an evaluation, each with those that it asked. */
export class Tracer {
  #steps: ExplanationStep[] = [];
  #count = 0;
  #text = 0;
  #isTruncated = false;

  /** `run`, with a step written down each time it is called. */
  step<R>(run: Run<R>, describe: (result: R, context: FlagContext) => ExplanationStep): Run<R> {
    return (context) => {
      const isKept = this.#begin(); // counted as they begin: the outer ones are kept
      const outer = this.#steps;
      const inner: ExplanationStep[] = (this.#steps = []);
      let result: R;
      try {
        result = run(context);
      } catch (error) {
        outer.push(...inner); // what was seen until then
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

  /** Writes down one step that asked nothing. */
  add(step: ExplanationStep): void {
    if (this.#begin()) this.#steps.push(step);
  }

  /** Whether there were more steps than are written down. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  #begin(): boolean {
    const isKept = ++this.#count <= MAX_STEPS && this.#text <= MAX_STEPS_TEXT;
    this.#isTruncated ||= !isKept;
    return isKept;
  }

  /** The steps written down so far; the next ones start anew. */
  take(): readonly ExplanationStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }
}

/** `run` itself, unless there is a tracer: an evaluation that is not explained pays nothing. */
export function traced<R>(
  { tracer }: { readonly tracer?: Tracer | undefined },
  run: Run<R>,
  describe: (result: R, context: FlagContext) => ExplanationStep,
): Run<R> {
  return tracer === undefined ? run : tracer.step(run, describe);
}
