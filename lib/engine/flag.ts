import type { Sticky } from './allocation/sticky.js';
import type { BucketingOptions } from './allocation/bucketer.js';
import type { CoverageOptions } from './allocation/coverage-options.js';
import type { FlagInformation } from './flag-information.js';
import type { JsonValue } from './json/json-value.js';
import type { LayerSlot } from './targeting/layer.js';
import type { Prerequisite } from './targeting/prerequisite.js';
import type { RolloutShare } from './targeting/rollout.js';
import type { Rule } from './targeting/rule.js';
import type { TimeWindow } from './time/time-window.js';

/** The properties of every flag. */
interface FlagBase extends FlagInformation {
  /** The key that code evaluates the flag by. */
  readonly key: string;
  /** The master switch of every type: `false` turns the flag off for all users. */
  readonly enabled: boolean;
  /** Set by a writable provider: incremented with every write, to prevent lost updates. */
  readonly version?: number | undefined;
  /** Requirements on other flags, up to 100; unless all are met, this flag is off. */
  readonly prerequisites?: readonly Prerequisite[] | undefined;
  /** The flag's place in a layer of flags that exclude each other. */
  readonly layer?: LayerSlot | undefined;
  /** Targeting rules, up to 100: the first one that matches decides. If none matches, the flag's type decides. */
  readonly rules?: readonly Rule[] | undefined;
}

/** A flag that is on or off for all users, as `enabled` says, unless a rule matches. */
export interface BooleanFlag extends FlagBase {
  /** The type of a boolean flag. */
  readonly type: 'boolean';
  /** The answer if no rule matches; required for a flag with rules. @default true */
  readonly otherwise?: boolean | undefined;
}

/**
 * A flag that is on for a share of the units; raising the share only adds units. 0% and 100% need no targeting key.
 */
export type PercentageFlag = FlagBase &
  BucketingOptions &
  RolloutShare & {
    /** The type of a percentage flag. */
    readonly type: 'percentage';
  };

/** A flag that is on for the listed users. */
export interface UserListFlag extends FlagBase {
  /** The type of a user list flag. */
  readonly type: 'user_list';
  /** User ids, up to 100,000. */
  readonly users: readonly string[];
}

/** A value that an attribute can be compared with. */
export type AttributeScalar = string | number | boolean | null;

/** A flag that is on for users whose attributes equal all of the given ones. */
export interface UserAttributeFlag extends FlagBase {
  /** The type of a user attribute flag. */
  readonly type: 'user_attribute';
  /**
   * The required values by path: a value, or a list of values of which one must match. All attributes must match; an
   * empty object matches nobody.
   */
  readonly attributes: Readonly<Record<string, AttributeScalar | readonly AttributeScalar[]>>;
}

/** A flag that is on from `start` until just before `end`, and again in each recurrence. */
export interface TimeBasedFlag extends FlagBase, TimeWindow {
  /** The type of a time-based flag. */
  readonly type: 'time_based';
}

/** One of the variants that a flag can serve. */
export interface Variant {
  /** The variant's name, unique within the flag; up to 256 characters. */
  readonly name: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
  /** The value that `getValue` returns. @default the variant's name */
  readonly value?: JsonValue | undefined;
}

/** A flag that serves each unit one of its variants, in proportion to their weights and always the same one. */
export interface VariantFlag extends FlagBase, CoverageOptions {
  /** The type of a variant flag. */
  readonly type: 'variant';
  /** The variants, up to 100, in the order of their bucket ranges. */
  readonly variants: readonly Variant[];
  /** The variant that is served without a targeting key, outside the coverage, and while the flag is off. */
  readonly defaultVariant?: string | undefined;
  /**
   * `ranges`: each variant has a range of buckets, in declared order. `rendezvous`: moves the fewest units when a
   * variant or its weight changes, wherever it is declared. @default 'ranges'
   */
  readonly allocation?: 'ranges' | 'rendezvous' | undefined;
  /** Keeps serving a unit its first variant, even when weights change. @default variants are not stored */
  readonly sticky?: Sticky | undefined;
}

/** A flag that is decided by a custom strategy of the application. */
export interface CustomFlag extends FlagBase, Omit<BucketingOptions, 'bucketer'> {
  /** The type of a flag with a custom strategy. */
  readonly type: 'custom';
  /** The name under which the strategy is registered. */
  readonly strategy: string;
  /** JSON that the strategy receives. */
  readonly parameters?: JsonValue | undefined;
}

/** A parsed definition: plain, deeply frozen JSON data. Only the parser creates it. */
export type Flag =
  BooleanFlag | PercentageFlag | UserListFlag | UserAttributeFlag | TimeBasedFlag | VariantFlag | CustomFlag;

/** The types of flags: six built-in ones, and `custom`. */
export type FlagType = Flag['type'];

/** A flag as it is written: its key is the name under which it is defined. */
type Written<F extends Flag> = Without<F, 'key' | 'enabled' | 'start' | 'end' | 'expiresAt'> & {
  /** The master switch. @default true */
  readonly enabled?: boolean | undefined;
  /** When the flag should have been removed: ISO 8601 with an offset, or in code a `Date`. */
  readonly expiresAt?: string | Date | undefined;
};

/** Omits properties from each member of a union; `Omit` would merge the members into one type. */
export type Without<F, K extends string> = F extends unknown ? Omit<F, K> : never;

/** The bounds of a time window as they are written: ISO 8601 with an offset, or in code a `Date`. */
interface WrittenWindow {
  /** The start; inclusive. Absent if the window has no start. */
  readonly start?: string | Date | undefined;
  /** The end; exclusive. Absent if the window has no end. */
  readonly end?: string | Date | undefined;
}

/** A flag as it is written in code or a file: a full definition, or `true`/`false` for a boolean flag. */
export type FlagDefinition =
  | boolean
  | Written<BooleanFlag>
  | Written<PercentageFlag>
  | Written<UserListFlag>
  | Written<UserAttributeFlag>
  | (Written<TimeBasedFlag> & WrittenWindow)
  | Written<VariantFlag>
  | Written<CustomFlag>;

/** Definitions by key. */
export type FlagDefinitions = Readonly<Record<string, FlagDefinition>>;
