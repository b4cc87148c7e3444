import { Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';

/** Authentication that accepts every request, and assigns these properties to it. */
export function signIn(properties: object): Type<CanActivate> {
  @Injectable()
  class SignInGuard implements CanActivate {
    canActivate(execution: ExecutionContext): boolean {
      Object.assign(execution.switchToHttp().getRequest<object>(), properties);
      return true;
    }
  }
  return SignInGuard;
}
