import type { JsonValue } from './json-value.js';

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
}

interface Bucketed {
  /** The attribute whose value is the unit; without a usable one `userId`, then `sessionId`. */
  readonly bucketBy?: string | undefined;
  /** What separates this flag's buckets from those of others. @default the flag's key */
  readonly salt?: string | undefined;
}

/** Simply on or off: `enabled` is the answer. */
export interface BooleanFlag extends FlagBase {
  readonly type: 'boolean';
}

/** On for a share of the units; raising the share only adds units. */
export interface PercentageFlag extends FlagBase, Bucketed {
  readonly type: 'percentage';
  /** 0 (nobody) to 100 (everybody, no user needed) in steps of 0.001. */
  readonly percentage: number;
}

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
  /** A value, or a list of which one must match; all attributes must hold. Empty matches nobody. */
  readonly attributes: Readonly<Record<string, AttributeScalar | readonly AttributeScalar[]>>;
}

/** On from `start` until just before `end`. */
export interface TimeBasedFlag extends FlagBase {
  readonly type: 'time_based';
  /** ISO 8601 with an offset, such as `2026-11-27T00:00:00+01:00`. Absent: since ever. */
  readonly start?: string | undefined;
  /** ISO 8601 with an offset; no longer part of the window. Absent: for ever. */
  readonly end?: string | undefined;
}

/** One answer of a variant flag. */
export interface FlagVariant {
  readonly name: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
  /** What `getValue` answers. @default the variant's name */
  readonly value?: JsonValue | undefined;
}

/** Each unit gets one of the variants, in proportion to their weights and always the same one. */
export interface VariantFlag extends FlagBase, Bucketed {
  readonly type: 'variant';
  /** Up to 100, in the order in which they take their ranges of buckets. */
  readonly variants: readonly FlagVariant[];
  /** The answer when there is no unit or the flag is off. */
  readonly defaultVariant?: string | undefined;
}

/** A parsed definition: plain, deeply frozen JSON data. Only the parser makes one. */
export type Flag = BooleanFlag | PercentageFlag | UserListFlag | UserAttributeFlag | TimeBasedFlag | VariantFlag;

/** The six ways in which a flag decides. */
export type FlagType = Flag['type'];

type Written<F extends Flag> = Omit<F, 'key' | 'enabled' | 'start' | 'end'> & {
  /** The master switch. @default true */
  readonly enabled?: boolean | undefined;
};

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
  | Written<VariantFlag>;

/** Definitions by key. */
export type FlagDefinitions = Readonly<Record<string, FlagDefinition>>;
