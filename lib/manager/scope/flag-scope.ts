import type { FlagContext } from '../../engine/flag-context.js';
import type { ForcedFlags } from '../../engine/forced-flags.js';

/** The settings for all evaluations within one call, such as one request or job. */
export interface FlagScope {
  /** Returns the context of evaluations without one; never throws. Absent: that of the outer scope. */
  readonly context?: (() => FlagContext | undefined) | undefined;
  /** The flags to force. Flags that are not in it are forced as in the outer scope. */
  readonly forced?: ForcedFlags | undefined;
  /** The state of the current request, for the layer that handles requests. Absent: that of the outer scope. */
  readonly requestState?: object | undefined;
}
