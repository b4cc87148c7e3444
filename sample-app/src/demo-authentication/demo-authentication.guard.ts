import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { customerOf, type ShopRequest } from './customer.js';
import { demoCustomer } from './demo-customers.js';
import { SESSION_COOKIE } from './session-cookie.js';

/**
 * NOT REAL AUTHENTICATION: it trusts headers and an unsigned cookie, which any client can send. In your application, use
 * a guard that verifies a session or a token instead, such as one of Passport.
 *
 * The library reads neither. It reads `req.user` when a flag is evaluated, which is after this guard.
 */
@Injectable()
export class DemoAuthenticationGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const request = requestOf(context);
    if (request === undefined) return true;
    const named = customerOf({
      id: request.get('x-user-id'),
      plan: request.get('x-user-plan'),
      country: request.get('x-user-country'),
      appVersion: request.get('x-app-version'),
    });
    const user = named ?? demoCustomer(request.cookies?.[SESSION_COOKIE.name]);
    if (user !== undefined) request.user = user;
    return true;
  }
}

/** The request of a route or a GraphQL operation; `undefined` for a WebSocket message, whose client is known already. */
function requestOf(context: ExecutionContext): ShopRequest | undefined {
  const type = context.getType<'graphql' | 'http' | 'ws'>();
  if (type === 'http') return context.switchToHttp().getRequest<ShopRequest>();
  if (type === 'graphql') return GqlExecutionContext.create(context).getContext<{ readonly req: ShopRequest }>().req;
  return undefined;
}
