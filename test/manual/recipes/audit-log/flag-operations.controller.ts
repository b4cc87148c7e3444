import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  Injectable,
  Param,
  Put,
  Req,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

interface OperatorRequest {
  /** Put there by your authentication guard, which must run first. */
  readonly user?: { readonly email: string; readonly roles: readonly string[] };
}

@Injectable()
export class OperatorGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const { user } = execution.switchToHttp().getRequest<OperatorRequest>();
    if (user?.roles.includes('flag-operator') !== true) throw new ForbiddenException();
    return true;
  }
}

@Controller('ops/flags')
@UseGuards(OperatorGuard)
export class FlagOperationsController {
  constructor(private readonly flags: FlagManager) {}

  @Put(':key/override')
  async override(
    @Param('key') key: string,
    @Body() { enabled, reason }: { enabled: boolean; reason: string },
    @Req() { user }: OperatorRequest,
  ): Promise<void> {
    const origin = { actor: user?.email, reason, origin: 'operations' };
    await (enabled ? this.flags.enable(key, origin) : this.flags.disable(key, origin));
  }

  @Delete(':key/override')
  async clear(@Param('key') key: string, @Req() { user }: OperatorRequest): Promise<void> {
    await this.flags.clearOverride(key, { actor: user?.email, origin: 'operations' });
  }

  /** Who changed this flag, when, how and why: newest first. */
  @Get(':key/history')
  async history(@Param('key') key: string) {
    const { entries, next } = await this.flags.getAuditLog({ key, limit: 20 });
    return { changes: entries.map(({ time, actor, action, reason }) => ({ time, actor, action, reason })), next };
  }
}
