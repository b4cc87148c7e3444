import { ForbiddenException, Injectable, ServiceUnavailableException, type ExecutionContext } from '@nestjs/common';
import { DefaultFlagDisabledHandler } from 'nestjs-feature-flags';

@Injectable()
export class ComingSoonHandler extends DefaultFlagDisabledHandler {
  override handle(flags: readonly string[], context?: ExecutionContext): Error | Promise<Error> {
    if (context?.getType() !== 'http') return super.handle(flags, context); // the error of each transport
    if (flags.includes('premium_tier')) return new ForbiddenException('Not in your plan');
    if (flags.includes('new_search')) return new ServiceUnavailableException('Coming soon');
    return super.handle(flags, context); // 404, as by default
  }
}
