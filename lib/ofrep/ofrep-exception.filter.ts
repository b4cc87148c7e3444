import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { sendReply } from './http/ofrep-reply.js';
import type { OfrepRequest, OfrepResponse } from './http/ofrep-request.js';
import { OfrepServer } from './ofrep.server.js';

/**
 * Answers what guards, interceptors and handlers throw in the form of the protocol, before the application's own filters.
 * Nothing of an unexpected error is revealed. Headers that were set before, such as `Retry-After`, are kept.
 */
@Catch()
export class OfrepExceptionFilter implements ExceptionFilter<unknown> {
  constructor(@Inject(OfrepServer) private readonly server: OfrepServer) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const key = http.getRequest<OfrepRequest>().params?.key;
    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (!(error instanceof HttpException)) this.server.reportError(error);
    const answer = { errorCode: 'GENERAL', errorDetails: detailsOf(error, status) };
    const body = JSON.stringify(typeof key === 'string' ? { key, ...answer } : answer);
    sendReply(http.getResponse<OfrepResponse>(), { status, body });
  }
}

function detailsOf(error: unknown, status: number): string {
  if (error instanceof HttpException && status < 500) return error.message;
  return STATUS_CODES[status] ?? 'Internal Server Error';
}
