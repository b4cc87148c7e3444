import type { JsonValue } from '../json/json-value.js';

/**
 * What must hold of another flag, for the same context: that it is on, unless one of `enabled: false`, `variants` or
 * `value` says otherwise. A flag that is off serves no variant and no value here, whatever it answers to others. Of one that
 * nobody defines, or whose strategy fails, nothing can be said, not even that it is off.
 */
export interface Prerequisite {
  /** The other flag's key. */
  readonly flag: string;
  /** Whether it must be on or off. @default true */
  readonly enabled?: boolean | undefined;
  /** It must be on and serve one of these variants, all of which it has. */
  readonly variants?: readonly string[] | undefined;
  /** It must be on and serve this value, which one of its variants or rules has. */
  readonly value?: JsonValue | undefined;
}
