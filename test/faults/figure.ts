/** One measured figure against its goal: a row of the table that the long run prints. */
export interface Figure {
  readonly figure: string;
  readonly goal: string;
  readonly measured: string;
  /** Speed depends on the machine: short runs hold only what must be right everywhere. */
  readonly kind: 'correctness' | 'speed';
  readonly reached: boolean;
  /** The first things that went wrong. */
  readonly evidence: readonly string[];
}

const SHOWN = 5;

/** A figure that counts what must not happen. */
export function none(figure: string, found: readonly string[], among: string): Figure {
  return {
    figure,
    goal: '0',
    measured: `${found.length} of ${among}`,
    kind: 'correctness',
    reached: found.length === 0,
    evidence: found.slice(0, SHOWN),
  };
}

/** A figure of something that may not be more than so much. */
export function atMost(
  figure: string,
  { goal, measured, unit }: { readonly goal: number; readonly measured: number; readonly unit: string },
  detail?: string,
): Figure {
  return {
    figure,
    goal: `≤ ${shown(goal)} ${unit}`,
    measured: `${shown(measured)} ${unit}${detail === undefined ? '' : ` (${detail})`}`,
    kind: 'correctness',
    reached: measured <= goal,
    evidence: [],
  };
}

/** A figure of how long something took, where more is a hang on any machine. */
export function within(figure: string, goal: number, milliseconds: number, detail?: string): Figure {
  return atMost(figure, { goal, measured: milliseconds, unit: 'ms' }, detail);
}

/** A figure of how fast something was. */
export function below(figure: string, goal: number, milliseconds: number, detail?: string): Figure {
  return {
    ...within(figure, goal, milliseconds, detail),
    goal: `< ${shown(goal)} ms`,
    kind: 'speed',
    reached: milliseconds < goal,
  };
}

/** A number with as many digits as mean something. */
export function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}
