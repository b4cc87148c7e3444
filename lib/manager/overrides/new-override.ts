import type { Duration } from '../../internal/duration.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { quoted } from '../../internal/shown-text.js';
import type { Flag } from '../../engine/flag.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import type { FlagOverride, FlagOverrideValue, OverrideTarget } from '../../engine/flag-override.js';
import type { FlagKey, FlagValueOf, FlagVariantOf } from '../../engine/typed-flags.js';
import { originOf, originReaders, type ChangeOrigin } from '../changes/change-origin.js';
import { checkedElsewhere } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../../internal/options/options-schema.js';
import { InvalidOverrideError } from '../../engine/flag.errors.js';
import { parseOverride, parseTarget } from '../../engine/parse/parse-override.js';
import { asKeyText } from '../../engine/allocation/targeting-key.js';
import { END_WIDENING, expiresInOption, expiryOf, TWO_ENDS } from './override-end.js';

/** The result that an override serves: on, off, a variant by its name, or any JSON value. */
export type OverrideRequest<K extends FlagKey = FlagKey> =
  | boolean
  | FlagVariantOf<K>
  | {
      /** The name of the variant to serve. */
      readonly variant: FlagVariantOf<K>;
    }
  | {
      /** The JSON value to serve. */
      readonly value: FlagValueOf<K>;
    };

/** The users to whom an override applies: all, one user, or all with a certain value of an attribute. */
export interface OverrideTargetOptions {
  /**
   * The only `userId` that it applies to, or the value of the attribute `unitBy`; a number means its decimal text.
   * @default all users
   */
  readonly unit?: string | number | bigint;
  /**
   * Path of the attribute that `unit` is a value of, such as `company_id`, `/company/id` or `sessionId`.
   *
   * @default 'userId'
   */
  readonly unitBy?: string;
}

/** The options of `setOverride`, `enable` and `disable`. */
export interface OverrideOptions extends ChangeOrigin, OverrideTargetOptions {
  /** When the override expires: a `Date`, or ISO 8601 with an offset. @default never */
  readonly expiresAt?: Date | string;
  /** Instead of `expiresAt`, how long the override applies, such as `'1h'`; at most ten years (`'87600h'`). */
  readonly expiresIn?: Duration;
}

/** Options after validation: an option that is `undefined` is absent. */
type ReadOptions<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** Readers for the target of an override, which {@link targetOf} validates. */
export const targetReaders = {
  unit: checkedElsewhere,
  unitBy: checkedElsewhere,
} satisfies OptionReaders<OverrideTargetOptions>;

/** The meaning of a target without one of its parts, for error messages. */
export const TARGET_WIDENING = { unit: 'all users', unitBy: "the user's id" } as const;

/** The target of `getOverride`. */
export const targetOptions = new OptionsSchema<OverrideTargetOptions>('getOverride', targetReaders, {
  widening: TARGET_WIDENING,
});

/** The options of `setOverride`; the parser of overrides validates the members that it stores. */
const overrideOptions = new OptionsSchema<OverrideOptions>(
  'an override',
  { ...originReaders, ...targetReaders, expiresAt: checkedElsewhere, expiresIn: expiresInOption },
  { widening: { ...TARGET_WIDENING, ...END_WIDENING } },
);

/**
 * Validates the options of `setOverride`.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is unknown or invalid
 */
export function readOverrideOptions(given: OverrideOptions): OverrideOptions {
  const options = overrideOptions.read(given);
  if (options.expiresAt === undefined || options.expiresIn === undefined) return options;
  throw new InvalidOptionsError(`The override ${TWO_ENDS}.`);
}

/**
 * Creates a validated override.
 *
 * @param flag the flag's definition; absent if the flag is not defined
 * @param now the current time, in milliseconds since 1970
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) listing what is wrong
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is invalid
 */
export function newOverride(
  key: string,
  flag: Flag | undefined,
  request: OverrideRequest | FlagOverrideValue,
  options: ReadOptions<OverrideOptions>,
  now: number,
): FlagOverride {
  assertFlagKey(key);
  const { actor, reason } = originOf(options);
  const override = parseOverride({
    key,
    serve: serveOf(request),
    ...targetOf(options),
    expiresAt: expiryOf(options, now),
    actor,
    reason,
    createdAt: new Date(now).toISOString(),
  });
  if (override.expiresAt !== undefined && Date.parse(override.expiresAt) <= now) {
    throw new InvalidOverrideError(`The override of "${key}" would already be expired: set "expiresAt" in the future.`);
  }
  if ('variant' in override.serve) assertVariant(key, flag, override.serve.variant);
  return override;
}

/**
 * Validates the target of an override.
 *
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when it is not a valid target
 */
export function targetOf({ unit, unitBy }: ReadOptions<OverrideTargetOptions>): OverrideTarget {
  return parseTarget({ unit: asKeyText(unit), unitBy });
}

/** Converts a request, which has not been validated yet, to the form that an override stores. */
export function serveOf(request: OverrideRequest | FlagOverrideValue): FlagOverrideValue {
  if (typeof request === 'boolean') return { enabled: request };
  return typeof request === 'string' ? { variant: request } : request;
}

/** @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when a flag does not have a variant */
export function assertVariant(key: string, flag: Flag | undefined, variant: string): void {
  if (flag === undefined) {
    throw new InvalidOverrideError(
      `Flag "${key}" is not defined and has no variants: override it with true, false or { value }.`,
    );
  }
  if (flag.type !== 'variant') {
    throw new InvalidOverrideError(`Flag "${flag.key}" has no variants: override it with true, false or { value }.`);
  }
  if (flag.variants.some(({ name }) => name === variant)) return;
  const names = flag.variants.map(({ name }) => `"${name}"`).join(', ');
  throw new InvalidOverrideError(`Flag "${flag.key}" has no variant ${quoted(variant)}: use one of ${names}.`);
}
