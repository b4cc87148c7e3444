import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Answers every error with a page for people. */
@Catch()
export class HtmlExceptionFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, context: ArgumentsHost): void {
    const { httpAdapter } = this.host;
    const response: unknown = context.switchToHttp().getResponse();
    const status = error instanceof HttpException ? error.getStatus() : 500;
    httpAdapter.setHeader(response, 'Content-Type', 'text/html');
    httpAdapter.reply(response, `<h1>Something went wrong: ${status}</h1>`, status);
  }
}
