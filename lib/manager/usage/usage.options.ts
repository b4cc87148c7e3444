import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import { plainEntries } from '../../internal/options/plain-entries.js';

/** The options of how usage is counted. All of them have defaults. */
export interface UsageOptions {
  /**
   * How often the counts are added to the store; 1 second to 1 hour. Jitter is added, so that instances do not write at
   * the same time. @default '1m'
   */
  readonly flushEvery?: Duration | undefined;
}

/** The options with all defaults; durations are in milliseconds. */
export interface ResolvedUsageOptions {
  readonly flushEvery: number;
}

const usageOptions = new OptionsSchema<UsageOptions>('usage', { flushEvery: durationOption('1s', '1h') });

/** `true`, `false`, or {@link UsageOptions}. */
export const usageOption: OptionReader<boolean | UsageOptions> = (value, place) => {
  if (typeof value === 'boolean') return value;
  if (plainEntries(value) !== undefined) return usageOptions.read(value);
  throw new InvalidOptionsError(
    `${place} must be true, false, or an object such as { flushEvery: "1m" }; given: ${kindOf(value)}.`,
  );
};

/**
 * Adds the defaults to valid options, which are defined only here.
 *
 * @returns `undefined` if nothing is counted
 */
export function resolveUsageOptions(given: boolean | UsageOptions | undefined): ResolvedUsageOptions | undefined {
  if (given === undefined || given === false) return undefined;
  const { flushEvery = '1m' } = given === true ? {} : given;
  return Object.freeze({ flushEvery: milliseconds(flushEvery) });
}
