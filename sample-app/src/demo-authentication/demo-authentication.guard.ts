import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { customerOf, type ShopRequest } from './customer.js';

/**
 * A STAND-IN FOR REAL AUTHENTICATION: it believes what the headers say, and anybody can send any header. In your
 * application a guard of Passport or of your own, which verifies a session or a token, stands here.
 *
 * The library never reads these headers. It reads `req.user`, and not before a flag is asked for, so after this guard.
 */
@Injectable()
export class DemoAuthenticationGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    const user = customerOf({
      id: request.get('x-user-id'),
      plan: request.get('x-user-plan'),
      country: request.get('x-user-country'),
      appVersion: request.get('x-app-version'),
    });
    if (user !== undefined) request.user = user;
    return true;
  }
}
