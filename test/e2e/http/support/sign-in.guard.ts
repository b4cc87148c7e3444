import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

export interface ShopRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { readonly id: string; readonly plan: string | undefined } | undefined;
}

/** A stand-in for authentication: whoever the headers name is signed in, and only from here on. */
@Injectable()
export class SignInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    const id = request.headers['x-user-id'];
    if (id !== undefined) request.user = { id, plan: request.headers['x-user-plan'] };
    return true;
  }
}
