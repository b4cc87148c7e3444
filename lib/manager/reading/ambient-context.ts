import { topicLogger } from '../topic-logger.js';
import { ANONYMOUS, FAILED_CONTEXT, type FlagContext } from '../../engine/flag-context.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../flag-logger.js';
import type { FlagScopes } from '../scope/flag-scopes.js';

export interface AmbientContextOptions {
  readonly scopes: FlagScopes;
  /** The option `contextSource`. */
  readonly source: () => FlagContext | undefined;
  readonly logger: FlagLogger;
}

/**
 * Returns the context of evaluations without one: that of the current scope, else that of the `contextSource`. It never
 * throws: if the source throws or does not return an object, this is reported once, and every flag is off.
 */
export function ambientContext({ scopes, source, logger }: AmbientContextOptions): () => FlagContext {
  let reported = false;
  const failed = (why: string) => {
    if (!reported)
      topicLogger(logger, 'context-source-failed').error(`"contextSource" failed, so every flag is off: ${why}`);
    reported = true;
    return FAILED_CONTEXT;
  };
  return () => {
    try {
      const context = scopes.current?.context?.() ?? source() ?? ANONYMOUS;
      if (typeof context === 'object' && !(context instanceof Promise)) return context;
      ignoreRejection(context);
      return failed(`it must return an object, not a ${typeof context === 'object' ? 'promise' : typeof context}`);
    } catch (error) {
      return failed(`it threw ${thrownName(error)}`);
    }
  };
}
