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

/** What an override shall serve: on, off, a variant by its name, or any JSON value. */
export type OverrideRequest<K extends FlagKey = FlagKey> =
  boolean | FlagVariantOf<K> | { readonly variant: FlagVariantOf<K> } | { readonly value: FlagValueOf<K> };

/** Whom an override applies to: everybody, one user, or everybody with one value of an attribute. */
export interface OverrideTargetOptions {
  /** The only `userId` it applies to, or the value of the attribute `unitBy`; a number means its decimal text. @default everybody */
  readonly unit?: string | number | bigint;
  /**
   * Path of the attribute that `unit` is a value of, such as `company_id`, `/company/id` or `sessionId`.
   *
   * @default 'userId'
   */
  readonly unitBy?: string;
}

export interface OverrideOptions extends ChangeOrigin, OverrideTargetOptions {
  /** When it ends by itself: a `Date`, or ISO 8601 with an offset. @default never */
  readonly expiresAt?: Date | string;
}

/** Options that have been read: one that is `undefined` is absent. */
type ReadOptions<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** The target of an override is read by {@link targetOf}. */
export const targetReaders = {
  unit: checkedElsewhere,
  unitBy: checkedElsewhere,
} satisfies OptionReaders<OverrideTargetOptions>;

/** What it means to leave out a part of a target. */
export const TARGET_WIDENING = { unit: 'everybody', unitBy: "the user's id" } as const;

/** Whom `getOverride` is asked about. */
export const targetOptions = new OptionsSchema<OverrideTargetOptions>('getOverride', targetReaders, {
  widening: TARGET_WIDENING,
});

/** The options of `setOverride`; the parser of overrides reads those that it keeps. */
export const overrideOptions = new OptionsSchema<OverrideOptions>(
  'an override',
  { ...originReaders, ...targetReaders, expiresAt: checkedElsewhere },
  { widening: { ...TARGET_WIDENING, expiresAt: 'an override that does not end' } },
);

/**
 * Makes a checked override.
 *
 * @param flag the flag's definition, absent when the key is not known
 * @param now in milliseconds since 1970
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) naming what is wrong
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not legal
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
    expiresAt: options.expiresAt,
    actor,
    reason,
    createdAt: new Date(now).toISOString(),
  });
  if (override.expiresAt !== undefined && Date.parse(override.expiresAt) <= now) {
    throw new InvalidOverrideError(`The override of "${key}" would be over already: set "expiresAt" in the future.`);
  }
  if ('variant' in override.serve) assertVariant(key, flag, override.serve.variant);
  return override;
}

/**
 * The target as an override keeps it.
 *
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when it names no targeting key
 */
export function targetOf({ unit, unitBy }: ReadOptions<OverrideTargetOptions>): OverrideTarget {
  return parseTarget({ unit: asKeyText(unit), unitBy });
}

/** What is kept of a request, which nobody has checked yet. */
export function serveOf(request: OverrideRequest | FlagOverrideValue): FlagOverrideValue {
  if (typeof request === 'boolean') return { enabled: request };
  return typeof request === 'string' ? { variant: request } : request;
}

function assertVariant(key: string, flag: Flag | undefined, variant: string): void {
  if (flag === undefined) {
    throw new InvalidOverrideError(
      `No flag "${key}" is defined, so that it has no variant: override it with true, false or { value }.`,
    );
  }
  if (flag.type !== 'variant') {
    throw new InvalidOverrideError(`Flag "${flag.key}" has no variants: override it with true, false or { value }.`);
  }
  if (flag.variants.some(({ name }) => name === variant)) return;
  const names = flag.variants.map(({ name }) => `"${name}"`).join(', ');
  throw new InvalidOverrideError(`Flag "${flag.key}" has no variant ${quoted(variant)}: use one of ${names}.`);
}
