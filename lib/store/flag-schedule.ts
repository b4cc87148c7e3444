import type { FlagDefinition } from '../engine/flag.js';
import type { FlagOverrideValue } from '../engine/flag-override.js';
import type { SegmentDefinition } from '../engine/targeting/segment.js';

/** The users to whom a scheduled override will apply; without `unit`, everyone. */
export interface ScheduledTarget {
  /** The user's id, or a value of the attribute `unitBy`. @default everyone */
  readonly unit?: string;
  /** The path of the attribute that `unit` is a value of. @default 'userId' */
  readonly unitBy?: string;
}

/** A scheduled change of an override. */
interface ScheduledOverrideChange<Type extends string> extends ScheduledTarget {
  /** The method of the manager that makes the change. */
  readonly type: Type;
  /** The key of the flag. */
  readonly key: string;
}

/** A scheduled change of a definition. */
interface ScheduledEdit<Type extends string> {
  /** The method of the manager that makes the change. */
  readonly type: Type;
  /** The key of the flag or segment. */
  readonly key: string;
  /** The version that the definition must have when the change is made. @default any */
  readonly expectedVersion?: number;
}

/** The operation of a scheduled change, with the arguments of the manager's method of the same name. */
export type ScheduledChange =
  | (ScheduledOverrideChange<'set_override'> & {
      /** The value to serve. */
      readonly serve: FlagOverrideValue;
      /** ISO 8601 with an offset. */
      readonly expiresAt?: string;
    })
  | ScheduledOverrideChange<'clear_override'>
  | (ScheduledEdit<'save_flag'> & {
      /** The new definition. */
      readonly definition: FlagDefinition;
    })
  | ScheduledEdit<'delete_flag'>
  | (ScheduledEdit<'save_segment'> & {
      /** The new definition. */
      readonly definition: SegmentDefinition;
    })
  | ScheduledEdit<'delete_segment'>;

/** A scheduled change. Frozen. */
export interface FlagSchedule {
  /** A UUID. */
  readonly id: string;
  /** The operation to carry out. */
  readonly change: ScheduledChange;
  /** The time of the change, in ISO 8601. */
  readonly at: string;
  /** The time in milliseconds after which a change that could not be made is dropped; never if it is absent. */
  readonly dropAfter?: number | undefined;
  /** The actor who scheduled it. */
  readonly actor: string;
  /** Why it was scheduled, in the words of the actor. */
  readonly reason?: string | undefined;
  /** The time at which it was scheduled, in ISO 8601. */
  readonly createdAt: string;
  /** The version of the entry that scheduled it. Of several changes at one instant, the one with the lowest version is made first. */
  readonly version?: number | undefined;
}
