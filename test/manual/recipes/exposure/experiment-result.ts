import type { VariantCounts } from './experiment-counts.js';

/** How far a variant is from the control. */
export interface Comparison {
  readonly variant: string;
  /** The difference of the conversion rates: 0.02 is two percentage points. */
  readonly difference: number;
  /** The 95% confidence interval of the difference. */
  readonly interval: readonly [from: number, to: number];
  /** How likely a difference of this size is if there is none (two-sided z-test of two proportions). */
  readonly p: number;
}

/** Compares each variant with the control. */
export function compareWithControl(counts: readonly VariantCounts[], control: string): Comparison[] {
  const base = counts.find(({ variant }) => variant === control);
  if (base === undefined) throw new Error(`No unit was exposed to "${control}".`);
  return counts.filter((each) => each !== base).map((each) => ({ variant: each.variant, ...difference(base, each) }));
}

function difference(a: VariantCounts, b: VariantCounts): Omit<Comparison, 'variant'> {
  const [rateA, rateB] = [a.converted / a.units, b.converted / b.units];
  const pooled = (a.converted + b.converted) / (a.units + b.units);
  const errorIfEqual = Math.sqrt(pooled * (1 - pooled) * (1 / a.units + 1 / b.units));
  const error = Math.sqrt((rateA * (1 - rateA)) / a.units + (rateB * (1 - rateB)) / b.units);
  const d = rateB - rateA;
  const p = errorIfEqual === 0 ? 1 : erfc(Math.abs(d) / errorIfEqual / Math.SQRT2);
  return { difference: d, interval: [d - 1.96 * error, d + 1.96 * error], p };
}

/**
 * The probability of such a split if units are assigned by these weights (chi-square test). Below 0.001, the split is
 * broken: find the cause, and do not use the result.
 */
export function sampleRatioP(counts: readonly VariantCounts[], weights: Readonly<Record<string, number>>): number {
  const shares = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = shares.reduce((sum, [, weight]) => sum + weight, 0);
  const units = counts.reduce((sum, each) => sum + each.units, 0);
  const chiSquare = shares.reduce((sum, [variant, weight]) => {
    const expected = (units * weight) / total;
    const actual = counts.find((each) => each.variant === variant)?.units ?? 0;
    return sum + (actual - expected) ** 2 / expected;
  }, 0);
  return chiSquareP(chiSquare, shares.length - 1);
}

/** The upper tail of the chi-square distribution, by the recurrence of the incomplete gamma function. */
function chiSquareP(chiSquare: number, degrees: number): number {
  const x = chiSquare / 2;
  let [a, p, term] =
    degrees % 2 === 0
      ? [1, Math.exp(-x), x * Math.exp(-x)]
      : [0.5, erfc(Math.sqrt(x)), 2 * Math.sqrt(x / Math.PI) * Math.exp(-x)];
  for (; a < degrees / 2; term *= x / ++a) p += term;
  return p;
}

/** The complementary error function for x ≥ 0, with a relative error below 1.2e-7 (Numerical Recipes, 6.2). */
function erfc(x: number): number {
  const t = 2 / (2 + x);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  return t * Math.exp(-x * x + terms.reduceRight((sum, term) => sum * t + term, 0));
}
