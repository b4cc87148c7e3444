import { UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { OfrepModule } from 'nestjs-feature-flags/ofrep';

class ServiceKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    const key = process.env['SERVICE_KEY'];
    if (key && headers['x-api-key'] === key) return true; // without a key, nobody passes
    throw new UnauthorizedException();
  }
}

export const ofrep = OfrepModule.register({
  path: 'internal',
  guards: [ServiceKeyGuard],
  context: { trustBody: true }, // the targeting key is the user
});
