import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { OfrepRequest } from './http/ofrep-request.js';
import { OfrepServer } from './ofrep.server.js';

/** Makes the call known to the server, whose handlers receive only the request. */
@Injectable()
export class OfrepCallInterceptor implements NestInterceptor {
  constructor(@Inject(OfrepServer) private readonly server: OfrepServer) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.server.enter(execution.switchToHttp().getRequest<OfrepRequest>(), execution);
    return next.handle();
  }
}
