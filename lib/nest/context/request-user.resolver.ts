import type { ExecutionContext } from '@nestjs/common';
import { ANONYMOUS, type FlagContext } from '../../engine/flag-context.js';
import { userData } from '../../manager/scope/user-data.js';
import { idOfUser, isId } from '../../manager/scope/user-id.js';
import { FlagContextResolver } from './flag-context.resolver.js';
import type { FlagRequest } from './request-of.js';
import { userOfCall } from './user-of-call.js';

const BASE: object = Object.prototype;

/**
 * Reads `request.user`, where Passport and most guards store it, or the usual place of the transport: `data.user` of a
 * socket.io client, `extra.user` of a graphql-ws connection, `user` of a Mercurius connection. It never reads a header or a
 * payload. The user's id is the first of `id`, `userId`, `sub`, `_id` and `uid`; the attributes are the result of
 * `toJSON()` if the user has that method, else the user's own properties. Nothing is cached between calls, because the
 * user may change.
 */
export class RequestUserResolver extends FlagContextResolver {
  resolve(request: FlagRequest, execution?: ExecutionContext): FlagContext {
    const user = userOfCall(request, execution);
    if (typeof user !== 'object' || user === null) return ANONYMOUS;
    const userAttributes: { readonly id?: unknown } = userData(user);
    // Most ids are text in "id". Reading it by name from the plain copy takes only a few nanoseconds.
    const plainId = 'id' in BASE ? undefined : userAttributes.id;
    return { userId: isId(plainId) ? plainId : idOf(user, userAttributes), userAttributes };
  }
}

/**
 * Reads the id from the copy only if it comes from `toJSON()`: other copies lack getters of the class, and a getter takes
 * precedence over an own property that is a later field.
 */
function idOf(user: object, copy: object): string | undefined {
  return ('toJSON' in user ? idOfUser(copy) : undefined) ?? idOfUser(user);
}
