/** A length of time: a number and its unit, such as `'500ms'`, `'5s'`, `'2.5m'` or `'1h'`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h'}`;

const DURATION = /^(\d{1,15}(?:\.\d{1,15})?)(ms|s|m|h)$/;
const UNITS: ReadonlyMap<string | undefined, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** A duration in milliseconds; a bare number counts seconds. `NaN` for a string that is not one. */
export function milliseconds(duration: Duration | number): number {
  if (typeof duration === 'number') return duration * 1000;
  const [, amount, unit] = DURATION.exec(duration) ?? [];
  return Number(amount) * (UNITS.get(unit) ?? NaN);
}
