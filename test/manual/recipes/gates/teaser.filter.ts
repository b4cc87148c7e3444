import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FeatureFlagDisabledError } from 'nestjs-feature-flags';

@Catch(FeatureFlagDisabledError)
export class TeaserFilter implements ExceptionFilter<FeatureFlagDisabledError> {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(_error: FeatureFlagDisabledError, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const response: unknown = host.switchToHttp().getResponse();
    httpAdapter.setHeader(response, 'retry-after', '86400');
    httpAdapter.reply(response, { message: 'Join the waiting list' }, 403);
  }
}
