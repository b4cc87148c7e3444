import { spreadOf } from '../measure/statistics.js';

/** A figure with as many digits as tell it from another: `7.25`, `48.3`, `2,048`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A ratio as a factor: `1.48 ×`. */
export function factor(value: number): string {
  return Number.isFinite(value) ? `${figure(value)} ×` : '–';
}

/** The median of several measurements, and from the least to the 90th percentile. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const { median, min, p90 } = spreadOf(values);
  return `${figure(median)} (${figure(min)}–${figure(p90)})`;
}

/** What was measured, and by how much it misses where it does: both in the same unit, the smaller the better. */
export function measuredAgainst(value: number, limit: number, show: (value: number) => string): string {
  return value <= limit ? show(value) : `${show(value)}, ${show(value - limit)} too many`;
}
