import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';

/** Makes a handler that answers once usable as a subscription: its answer is the only event. */
@Injectable()
export class OneEventInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { name } = execution.getHandler();
    return next.handle().pipe(map((answer: unknown) => events({ [name]: answer })));
  }
}

async function* events(...payloads: readonly unknown[]): AsyncGenerator {
  yield* payloads;
}
