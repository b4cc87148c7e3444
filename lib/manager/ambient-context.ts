import { ANONYMOUS, type FlagContext } from '../engine/flag-context.js';
import { messageOf } from '../providers/provider.errors.js';
import type { FlagLogger } from './flag-logger.js';

/** What finds the context when a caller gives none. It never throws: a source that does is reported once. */
export function ambientContext(source: () => FlagContext | undefined, logger: FlagLogger): () => FlagContext {
  let reported = false;
  return () => {
    try {
      return source() ?? ANONYMOUS;
    } catch (error) {
      if (!reported) logger.error(`The context could not be found, nobody is assumed: ${messageOf(error)}`);
      reported = true;
      return ANONYMOUS;
    }
  };
}
