import type { JsonValue } from '../json/json-value.js';

/**
 * What must hold of another flag, for the same context: that it is on, unless one of `enabled: false`, `variants` or
 * `value` says otherwise. A flag that is off or killed serves no variant and no value here; of one that nobody defines, or
 * whose strategy fails, nothing holds, not even that it is off.
 */
export interface Prerequisite {
  /** The other flag's key. */
  readonly flag: string;
  /** Whether it must be on or off. @default true */
  readonly enabled?: boolean | undefined;
  /** It must be on and serve one of these variants. */
  readonly variants?: readonly string[] | undefined;
  /** It must be on and serve this value. */
  readonly value?: JsonValue | undefined;
}
