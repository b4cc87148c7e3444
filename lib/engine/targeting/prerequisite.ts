import type { JsonValue } from '../json/json-value.js';

/**
 * A requirement on another flag, evaluated for the same context: it must be on, unless `enabled: false`, `variants` or
 * `value` is given. A flag that is off never meets `variants` or `value`, even if it serves one to callers. An unknown
 * flag, or one whose strategy fails, is undecided and meets no requirement, not even `enabled: false`.
 */
export interface Prerequisite {
  /** The other flag's key. */
  readonly flag: string;
  /** Whether the other flag must be on or off. @default true */
  readonly enabled?: boolean | undefined;
  /** The other flag must be on and serve one of these variants. It must define all of them. */
  readonly variants?: readonly string[] | undefined;
  /** The other flag must be on and serve this value, which one of its variants or rules must define. */
  readonly value?: JsonValue | undefined;
}
