import { milliseconds, type Duration } from '../duration.js';
import { InvalidOptionsError } from './invalid-options.error.js';
import { kindOf } from './kind-of.js';
import type { OptionReader } from './options-schema.js';

/** Reads a {@link Duration} within bounds. Bare numbers are rejected because they may mean seconds or milliseconds. */
export function durationOption(min: Duration, max: Duration): OptionReader<Duration> {
  return (value, place) => {
    if (typeof value === 'string' && isWithin(value, min, max)) return value as Duration;
    const remedy =
      typeof value === 'number' ? withUnit(value) : 'Use a string with a unit, such as "500ms", "5s" or "1h"';
    throw new InvalidOptionsError(
      `${place} must be a duration from "${min}" to "${max}"; given: ${kindOf(value)}. ${remedy}.`,
    );
  };
}

/** {@link durationOption}, or a number of seconds up to a day: a larger one was probably intended as milliseconds. */
export function secondsOption(max: Duration): OptionReader<Duration | number> {
  const read = durationOption('0ms', max);
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return read(value, place);
    if (value <= LONGEST_SECONDS) return value;
    throw new InvalidOptionsError(
      `${place} is a number of seconds, at most ${LONGEST_SECONDS} (a day): for milliseconds use "${value}ms", for ` +
        `longer "${value}s".`,
    );
  };
}

const LONGEST_SECONDS = 86_400;

function isWithin(text: string, min: Duration, max: Duration): boolean {
  const length = milliseconds(text as Duration);
  return length >= milliseconds(min) && length <= milliseconds(max);
}

function withUnit(value: number): string {
  if (!Number.isFinite(value) || value < 0) return 'Use a string with a unit, such as "500ms", "5s" or "1h"';
  return `Add a unit: "${value}ms" or "${value}s"`;
}
