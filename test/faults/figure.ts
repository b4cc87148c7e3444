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

/** A time that others are compared with, so that the goal is the same on every machine. */
export interface Floor {
  readonly what: string;
  readonly milliseconds: number;
}

/** The longest pause between two attempts to reach an unavailable store. */
export const RETRY_PAUSE: Floor = { what: 'the pause between two attempts', milliseconds: 500 };

/** A figure of how fast something was, as a multiple of its floor. */
export function times(figure: string, goal: number, milliseconds: number, floor: Floor, detail?: string): Figure {
  const ratio = milliseconds / floor.milliseconds;
  const compared = `${shown(milliseconds)} ms; ${floor.what}: ${shown(floor.milliseconds)} ms`;
  return {
    ...atMost(figure, { goal, measured: ratio, unit: '×' }, detail === undefined ? compared : `${compared}; ${detail}`),
    kind: 'speed',
  };
}

/** A number with as many digits as mean something. */
export function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}
