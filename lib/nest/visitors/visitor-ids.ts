import { requestKeyOf } from '../context/request-key.js';
import type { FlagRequest } from '../context/request-of.js';

/** The ids of visitors, by request; `undefined` for a request without consent. */
const visitorIds = new WeakMap<object, string | undefined>();

/** Stores the id of the visitor of a request. */
export function setVisitorId(request: object, id: string | undefined): void {
  visitorIds.set(requestKeyOf(request), id);
}

/** Whether the middleware has run for a request. */
export function hasVisitor(request: object): boolean {
  return visitorIds.has(requestKeyOf(request));
}

/**
 * Returns the id of the visitor that the middleware {@link visitorCookie} has identified; `undefined` without consent,
 * or if it has not run for this request.
 *
 * @example
 * contextResolver: (request: Request) => ({ userId: request.user?.id, sessionId: visitorIdOf(request) })
 */
export function visitorIdOf(request: FlagRequest): string | undefined {
  return visitorIds.get(requestKeyOf(request));
}
