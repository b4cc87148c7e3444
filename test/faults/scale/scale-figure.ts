import { shown } from '../figure.js';

/** One row of the table: what was measured, and the figure with its unit. */
export type ScaleFigure = readonly [what: string, figure: string];

/** How long something takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function inUnit(value: number, unit: string): string {
  return `${shown(value)} ${unit}`;
}
