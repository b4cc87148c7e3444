import type { ExplanationStep } from './explanation.js';
import type { FlagContext } from './flag-context.js';

type Run<R> = (context: FlagContext) => R;

/** The most steps that an explanation has: about 2 MB of JSON. */
export const MAX_STEPS = 10_000;

/** Writes down the steps of an evaluation, each with those that it asked. */
export class Tracer {
  #steps: ExplanationStep[] = [];
  #count = 0;

  /** `run`, with a step written down each time it is called. */
  step<R>(run: Run<R>, describe: (result: R, context: FlagContext) => ExplanationStep): Run<R> {
    return (context) => {
      const isKept = ++this.#count <= MAX_STEPS; // counted as they begin: the outer ones are kept
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
      outer.push(inner.length === 0 ? step : { ...step, steps: inner });
      return result;
    };
  }

  /** Writes down one step that asked nothing. */
  add(step: ExplanationStep): void {
    if (++this.#count <= MAX_STEPS) this.#steps.push(step);
  }

  /** Whether there were more steps than are written down. */
  get isTruncated(): boolean {
    return this.#count > MAX_STEPS;
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
