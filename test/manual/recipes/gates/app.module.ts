import { Injectable, Module, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FeatureFlagsModule, FlagGuard } from 'nestjs-feature-flags';

/** A stand-in for your authentication guard, such as one of Passport. This demo trusts a header. */
@Injectable()
export class AuthGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution
      .switchToHttp()
      .getRequest<{ headers: Record<string, string | undefined>; user?: unknown }>();
    const id = request.headers['x-user-id'];
    if (id !== undefined) request.user = { id };
    return true;
  }
}

@Module({
  imports: [FeatureFlagsModule.forRoot({ initialFlags: { closed_beta: { type: 'user_list', users: ['ada'] } } })],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard }, // first: it puts the user on the request
    { provide: APP_GUARD, useClass: FlagGuard('closed_beta') }, // then the gate
  ],
})
export class AppModule {}
