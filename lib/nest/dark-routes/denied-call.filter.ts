import { Catch, type ArgumentsHost, type ExceptionFilter, type HttpServer } from '@nestjs/common';
import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';
import { unknownRoute } from './unknown-route.js';

/**
 * Responds with the body of Nest's own 404 if a handler has called a closed gate, such as a service method with
 * `@RequireFlag`. The request is not passed on to other routes, because part of its work may already be done.
 */
@Catch(FeatureFlagDisabledError)
export class DeniedCallFilter implements ExceptionFilter<FeatureFlagDisabledError> {
  constructor(private readonly adapter: HttpServer) {}

  catch(error: FeatureFlagDisabledError, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return; // Nest handles the error itself
    const http = host.switchToHttp();
    const response = http.getResponse<object>();
    const answer = error.isDark ? unknownRoute(http.getRequest()) : error;
    const body = answer.getResponse();
    const status = answer.getStatus();
    // Responds as Nest does to an HttpException that no filter catches.
    if (this.adapter.isHeadersSent(response)) this.adapter.end(response);
    else this.adapter.reply(response, typeof body === 'string' ? { statusCode: status, message: body } : body, status);
  }
}
