import { InvalidOptionsError } from '../engine/flag.errors.js';

/** A number of seconds, or a text with its unit: `0.5`, `'500ms'`, `'30s'`, `'5m'`, `'1h'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`;

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * A duration in milliseconds.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export function milliseconds(duration: Duration, option: string): number {
  const [, amount, unit = 's'] = DURATION.exec(String(duration)) ?? [];
  const result = Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (Number.isFinite(result)) return result;
  throw new InvalidOptionsError(
    `Option "${option}" is not a duration: use seconds such as 60 or a text such as "500ms", "30s", "5m" or "1h".`,
  );
}

/**
 * A duration in milliseconds that makes sense: who takes numbers for milliseconds would wait for hours.
 *
 * @param owner whose option it is, as in `Option "timeout" of redisStore`
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option and the bounds
 */
export function millisecondsWithin(
  duration: Duration,
  option: string,
  [least, most]: readonly [least: Duration, most: Duration],
  owner?: string,
): number {
  const result = milliseconds(duration, option);
  const longest = milliseconds(most, option);
  if (result >= milliseconds(least, option) && result <= longest) return result;
  const whose = owner === undefined ? '' : ` of ${owner}`;
  const isMistaken = typeof duration === 'number' && result > longest;
  const hint = isMistaken ? `. Numbers are seconds; for milliseconds write "${duration}ms"` : '';
  throw new InvalidOptionsError(`Option "${option}"${whose} must be between "${least}" and "${most}"${hint}.`);
}
