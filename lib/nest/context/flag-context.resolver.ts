import { ANONYMOUS, type FlagContext } from '../../engine/flag-context.js';
import type { FlagRequest } from './request-key.js';

/**
 * Tells whom flags are evaluated for. It is asked once for each request, when a flag is first asked for, so after
 * authentication. Extend it to inject what it needs, or give a function with the same signature.
 *
 * @example
 * (request: Request) => ({ userId: request.user?.id, userAttributes: { plan: request.user?.plan } })
 */
export abstract class FlagContextResolver {
  /** @returns the context; nothing for a request of nobody in particular */
  abstract resolve(request: FlagRequest): FlagContext | undefined | Promise<FlagContext | undefined>;
}

/** {@link FlagContextResolver} as a function. */
export type FlagContextResolverFunction = FlagContextResolver['resolve'];

/**
 * Reads `request.user`, as Passport and most guards leave it, and never a header: `id`, `userId` or `sub` is the user's
 * id, and the user's own properties are the attributes. It is asked anew whenever that takes less than remembering.
 */
export class RequestUserResolver extends FlagContextResolver {
  resolve(request: FlagRequest): FlagContext {
    const { user } = request;
    if (typeof user !== 'object' || user === null) return ANONYMOUS;
    const userAttributes = user as Readonly<Record<string, unknown>>;
    const id = userAttributes['id'] ?? userAttributes['userId'] ?? userAttributes['sub'];
    const userId = typeof id === 'number' ? String(id) : id;
    return typeof userId === 'string' ? { userId, userAttributes } : { userAttributes };
  }
}
