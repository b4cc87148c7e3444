import type { ExecutionContext } from '@nestjs/common';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagContextKey } from './flag-context-key.js';
import type { FlagRequest } from './request-of.js';

/**
 * Resolves the context for which the flags of a request are evaluated. While guards run, it is called for each
 * evaluation, because the next guard may authenticate another user; once interceptors run, its result is fixed for the
 * call. Extend it to inject services, or pass an object or a function with the same signature.
 *
 * @example
 * (request: Request) => ({ userId: request.user?.id, userAttributes: { plan: request.user?.plan } })
 */
export abstract class FlagContextResolver {
  /**
   * Returns the context of a request; `undefined` for a request without a user.
   *
   * @param execution the call of the handler, with its class, arguments and payload, such as
   *   `execution.switchToRpc().getData()`; `undefined` in code that runs before Nest calls a guard, interceptor or handler
   */
  abstract resolve(
    request: FlagRequest,
    execution?: ExecutionContext,
  ): FlagContext | undefined | Promise<FlagContext | undefined>;

  /**
   * Returns everything that the context depends on, such as the tenant, user and role: {@link
   * FlagContextResolver.resolve} is then called again only if the key has changed, instead of for each evaluation in a
   * guard. It must be cheap, and must change whenever the context would.
   *
   * @example cacheKey = ({ user, session }: ShopRequest) => [session.tenant, user?.id, user?.role]
   *
   * @returns text, a finite number, a bigint, a boolean, an object (compared by identity), or a list of up to 16 of
   * these; `undefined` when nothing may be cached
   */
  cacheKey?(request: FlagRequest, execution?: ExecutionContext): FlagContextKey;
}

/** The function form of a {@link FlagContextResolver}. */
export type FlagContextResolverFunction = FlagContextResolver['resolve'];
