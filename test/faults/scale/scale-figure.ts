import { shown } from '../figure.js';

/** One row of the table: what was measured, and the figure with its unit. */
export type ScaleFigure = readonly [what: string, figure: string];

export function inUnit(value: number, unit: string): string {
  return `${shown(value)} ${unit}`;
}
