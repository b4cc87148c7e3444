import {
  Controller,
  Get,
  Inject,
  Injectable,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
  VERSION_NEUTRAL,
  type Type,
} from '@nestjs/common';
import type { OfrepRequest, OfrepResponse } from './http/ofrep-request.js';
import { sendReply } from './http/ofrep-reply.js';
import { OfrepCallInterceptor } from './ofrep-call.interceptor.js';
import { OfrepExceptionFilter } from './ofrep-exception.filter.js';
import type { OfrepRoutes } from './ofrep.options.js';
import { OfrepServer } from './ofrep.server.js';

/** The routes of the protocol. Handlers use `@Req()` and `@Res()` only, so that global pipes change nothing. */
@Injectable()
abstract class OfrepController {
  constructor(@Inject(OfrepServer) private readonly server: OfrepServer) {}

  @Post('ofrep/v1/evaluate/flags/:key')
  async evaluateFlag(@Req() request: OfrepRequest, @Res() response: OfrepResponse): Promise<void> {
    sendReply(response, await this.server.evaluateFlag(request));
  }

  @Post('ofrep/v1/evaluate/flags')
  async evaluateFlags(@Req() request: OfrepRequest, @Res() response: OfrepResponse): Promise<void> {
    sendReply(response, await this.server.evaluateFlags(request));
  }

  @Get('ofrep/v1/events')
  async openEvents(@Req() request: OfrepRequest, @Res() response: OfrepResponse): Promise<void> {
    const reply = await this.server.openEvents(request, response);
    if (reply !== undefined) sendReply(response, reply);
  }
}

/** Creates the controller of one registration, because the path and the guards of a controller are fixed. */
export function ofrepController({ path, guards, decorators }: OfrepRoutes): Type<object> {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseFilters(OfrepExceptionFilter)
  @UseGuards(...guards)
  @UseInterceptors(OfrepCallInterceptor)
  class OfrepModuleController extends OfrepController {}
  for (const decorate of decorators) decorate(OfrepModuleController);
  return OfrepModuleController;
}
