import type { FlagDefinition } from '../engine/flag.js';
import type { FlagOverrideValue } from '../engine/flag-override.js';
import type { SegmentDefinition } from '../engine/targeting/segment.js';

/** Whom a scheduled override will apply to; without `unit`, everybody. */
export interface ScheduledTarget {
  readonly unit?: string;
  readonly unitBy?: string;
}

/** A change that waits, as the store keeps it: what the method of the manager with the same name was to make. */
export type ScheduledChange =
  | (ScheduledTarget & {
      readonly type: 'set_override';
      readonly key: string;
      readonly serve: FlagOverrideValue;
      /** ISO 8601 with an offset. */
      readonly expiresAt?: string;
    })
  | (ScheduledTarget & { readonly type: 'clear_override'; readonly key: string })
  | {
      readonly type: 'save_flag';
      readonly key: string;
      readonly definition: FlagDefinition;
      readonly expectedVersion?: number;
    }
  | { readonly type: 'delete_flag'; readonly key: string; readonly expectedVersion?: number }
  | {
      readonly type: 'save_segment';
      readonly key: string;
      readonly definition: SegmentDefinition;
      readonly expectedVersion?: number;
    }
  | { readonly type: 'delete_segment'; readonly key: string; readonly expectedVersion?: number };

/** A change that waits for its time. Frozen. */
export interface FlagSchedule {
  /** A UUID. */
  readonly id: string;
  readonly change: ScheduledChange;
  /** The ISO 8601 instant at which it is to be carried out. */
  readonly at: string;
  /** It is dropped when it could not be carried out within so many milliseconds of its time. Absent: never. */
  readonly dropAfter?: number | undefined;
  readonly actor: string;
  readonly reason?: string | undefined;
  /** The ISO 8601 instant at which it was scheduled. */
  readonly createdAt: string;
  /** The number of the change by which it was scheduled: of one instant, the lower one is carried out first. */
  readonly version?: number | undefined;
}
