import type { Sticky } from './allocation/sticky.js';
import type { BucketingOptions } from './allocation/bucketer.js';
import type { CoverageOptions } from './allocation/coverage-options.js';
import type { JsonValue } from './json/json-value.js';
import type { LayerSlot } from './targeting/layer.js';
import type { Prerequisite } from './targeting/prerequisite.js';
import type { RolloutShare } from './targeting/rollout.js';
import type { Rule } from './targeting/rule.js';
import type { TimeWindow } from './time/time-window.js';

interface FlagBase {
  readonly key: string;
  /** The master switch of every type: `false` is off for everybody. */
  readonly enabled: boolean;
  /** What the flag is for, up to 1,000 characters. */
  readonly description?: string | undefined;
  /** Labels to group flags by, up to 50. */
  readonly tags?: readonly string[] | undefined;
  /** Set by a writable provider: grows by one with every write, and guards against lost updates. */
  readonly version?: number | undefined;
  /** What must hold of other flags, or else this one is off; up to 100. */
  readonly prerequisites?: readonly Prerequisite[] | undefined;
  /** The flag's place in a layer of flags that exclude each other. */
  readonly layer?: LayerSlot | undefined;
  /** Who gets what, up to 100: the first rule that matches decides. When none does, the flag's type does. */
  readonly rules?: readonly Rule[] | undefined;
}

/** Simply on or off: `enabled` is the answer. */
export interface BooleanFlag extends FlagBase {
  readonly type: 'boolean';
  /** What a flag with rules answers when none matches; needed there. @default true */
  readonly otherwise?: boolean | undefined;
}

/** On for a share of the units; raising the share only adds units. 0 % and 100 % need no unit. */
export type PercentageFlag = FlagBase & BucketingOptions & RolloutShare & { readonly type: 'percentage' };

/** On for the listed users. */
export interface UserListFlag extends FlagBase {
  readonly type: 'user_list';
  /** User ids, up to 100,000. */
  readonly users: readonly string[];
}

/** What an attribute is compared with. */
export type AttributeScalar = string | number | boolean | null;

/** On for users whose attributes equal all of the given ones. */
export interface UserAttributeFlag extends FlagBase {
  readonly type: 'user_attribute';
  /** By path: a value, or a list of which one must match; all attributes must hold. Empty matches nobody. */
  readonly attributes: Readonly<Record<string, AttributeScalar | readonly AttributeScalar[]>>;
}

/** On from `start` until just before `end`, and again where it recurs. */
export interface TimeBasedFlag extends FlagBase, TimeWindow {
  readonly type: 'time_based';
}

/** One answer of a variant flag. */
export interface Variant {
  readonly name: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
  /** What `getValue` answers. @default the variant's name */
  readonly value?: JsonValue | undefined;
}

/** Each unit gets one of the variants, in proportion to their weights and always the same one. */
export interface VariantFlag extends FlagBase, CoverageOptions {
  readonly type: 'variant';
  /** Up to 100, in the order in which they take their ranges of buckets. */
  readonly variants: readonly Variant[];
  /** The answer when there is no unit, for units outside the coverage, and when the flag is off. */
  readonly defaultVariant?: string | undefined;
  /**
   * `ranges`: variants take ranges of buckets in declared order. `rendezvous`: moves the fewest units when a variant or
   * its weight changes, wherever it is declared. @default 'ranges'
   */
  readonly allocation?: 'ranges' | 'rendezvous' | undefined;
  /** Keeps what a unit was once served, also when weights change. @default not kept */
  readonly sticky?: Sticky | undefined;
}

/** Decided by a strategy of your own. */
export interface CustomFlag extends FlagBase, Omit<BucketingOptions, 'bucketer'> {
  readonly type: 'custom';
  /** The name under which it is registered. */
  readonly strategy: string;
  /** What the strategy is given. */
  readonly parameters?: JsonValue | undefined;
}

/** A parsed definition: plain, deeply frozen JSON data. Only the parser makes one. */
export type Flag =
  BooleanFlag | PercentageFlag | UserListFlag | UserAttributeFlag | TimeBasedFlag | VariantFlag | CustomFlag;

/** The ways in which a flag decides: six, and your own. */
export type FlagType = Flag['type'];

type Written<F extends Flag> = Without<F, 'key' | 'enabled' | 'start' | 'end'> & {
  /** The master switch. @default true */
  readonly enabled?: boolean | undefined;
};

/** Omits properties from each member of a union; `Omit` would merge the members into one type. */
export type Without<F, K extends string> = F extends unknown ? Omit<F, K> : never;

interface WrittenWindow {
  readonly start?: string | Date | undefined;
  readonly end?: string | Date | undefined;
}

/** What a person writes for one flag: a full definition, or `true`/`false` for a boolean flag. */
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
