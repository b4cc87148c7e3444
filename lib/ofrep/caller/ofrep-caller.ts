import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagRequest } from '../../nest/context/request-of.js';

/** The caller of a request, after its guards have passed. */
export interface OfrepCaller {
  /** The context for which flags are evaluated, merged from the session and the body. */
  readonly context: FlagContext;
  /** The request of Express or Fastify. */
  readonly request: FlagRequest;
}
