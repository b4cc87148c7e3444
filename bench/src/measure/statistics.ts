/** The value below which the share `part` (0 to 1) of all values lies, interpolated; NaN of no values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The median over the rounds of what one costs in terms of the other: both saw the same state of the machine. */
export function medianRatio(ones: readonly number[], others: readonly number[]): number {
  return median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}

/**
 * How far the median of so many values is from that of infinitely many, give or take: its standard error, of values that
 * are spread as the middle half of these.
 */
export function medianError(values: readonly number[]): number {
  const deviation = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349; // of a normal distribution
  return (1.253 * deviation) / Math.sqrt(values.length);
}

/** Several measurements of the same thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly p90: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: quantile(values, 0), p90: quantile(values, 0.9) };
}
