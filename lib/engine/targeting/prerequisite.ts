import type { JsonValue } from '../json/json-value.js';

/**
 * What must hold of another flag, for the same context: that it is on, unless one of `enabled: false`, `variants` or
 * `value` says otherwise. A flag that is off counts as serving no variant or value, even if it serves one to callers. An
 * unknown flag, or one whose strategy fails, is undecided and meets nothing, not even `enabled: false`.
 */
export interface Prerequisite {
  /** The other flag's key. */
  readonly flag: string;
  /** Whether it must be on or off. @default true */
  readonly enabled?: boolean | undefined;
  /** It must be on and serve one of these variants; it must have all of them. */
  readonly variants?: readonly string[] | undefined;
  /** It must be on and serve this value; one of its variants or rules must have it. */
  readonly value?: JsonValue | undefined;
}
