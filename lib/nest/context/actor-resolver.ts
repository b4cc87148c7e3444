import type { ExecutionContext } from '@nestjs/common';
import type { FlagRequest } from './request-of.js';
import { RequestState } from './request-state.js';

/** The type of resolvers as a method, so that one can declare the type of request that it expects. */
interface ActorResolution {
  resolve(request: FlagRequest, execution?: ExecutionContext): string | null | undefined;
}

/** Returns the actor of the changes that are made during a request, such as the e-mail address of its user. */
export type ActorResolver = ActorResolution['resolve'];

/** Reads the actor from the state of a request. */
export function actorOfRequest(resolver: ActorResolver | undefined): ((state: object) => unknown) | undefined {
  if (resolver === undefined) return undefined;
  return (state) => (state instanceof RequestState ? resolver(state.request, state.execution) : undefined);
}
