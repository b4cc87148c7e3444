import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';

/** Rejects every request without the token of the application. */
@Injectable()
export class BearerGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { headers } = context.switchToHttp().getRequest();
    if (headers.authorization !== 'Bearer shop') throw new UnauthorizedException();
    return true;
  }
}
