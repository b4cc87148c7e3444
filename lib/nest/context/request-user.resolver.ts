import { ANONYMOUS, type FlagContext } from '../../engine/flag-context.js';
import { FlagContextResolver } from './flag-context.resolver.js';
import type { FlagRequest } from './request-of.js';
import { userData } from './user-data.js';
import { idOfUser, isId } from './user-id.js';

const BASE: object = Object.prototype;

/**
 * Reads `request.user`, as Passport and most guards leave it, and never a header. The user's id is the first of `id`,
 * `userId`, `sub`, `_id` and `uid`; the attributes are what `toJSON()` gives, where the user has it, else the user's own
 * properties. Nothing is kept between two calls: a copy of the user could outlive a change of it.
 */
export class RequestUserResolver extends FlagContextResolver {
  resolve(request: FlagRequest): FlagContext {
    const { user } = request;
    if (typeof user !== 'object' || user === null) return ANONYMOUS;
    const userAttributes: { readonly id?: unknown } = userData(user);
    // Most ids are text in "id". Read by its name, that takes a few nanoseconds: the copy is plain.
    const plainId = 'id' in BASE ? undefined : userAttributes.id;
    return { userId: isId(plainId) ? plainId : idOf(user, userAttributes), userAttributes };
  }
}

/** A getter of the class comes before an own property that is a later field; without `toJSON()`, the copy lacks it. */
function idOf(user: object, copy: object): string | undefined {
  return ('toJSON' in user ? idOfUser(copy) : undefined) ?? idOfUser(user);
}
