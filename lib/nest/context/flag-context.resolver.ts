import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagContextKey } from './flag-context-key.js';
import type { FlagRequest } from './request-key.js';

/**
 * Tells whom flags are evaluated for. While guards run it is called for each question, because the next guard may sign
 * another user in; from the handler on its answer is fixed for the call. Extend it to inject what it needs, or give an
 * object or a function with the same signature.
 *
 * @example
 * (request: Request) => ({ userId: request.user?.id, userAttributes: { plan: request.user?.plan } })
 */
export abstract class FlagContextResolver {
  /** @returns the context; nothing for a request without a user */
  abstract resolve(request: FlagRequest): FlagContext | undefined | Promise<FlagContext | undefined>;

  /**
   * Tells one user, tenant and role of a request from another, so that {@link FlagContextResolver.resolve} is called once
   * for each, instead of once for each question of a guard. It must be cheap, and different whenever the context would be.
   *
   * @example cacheKey = ({ user, session }: ShopRequest) => [session.tenant, user?.id, user?.role]
   *
   * @returns text, a finite number, a bigint, an object (compared by identity), or a list of up to 16 of these;
   * `undefined` when nothing may be remembered
   */
  cacheKey?(request: FlagRequest): FlagContextKey;
}

/** {@link FlagContextResolver} as a function. */
export type FlagContextResolverFunction = FlagContextResolver['resolve'];
