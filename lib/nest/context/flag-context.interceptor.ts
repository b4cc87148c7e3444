import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { from, mergeMap, Observable } from 'rxjs';
import { isPromise } from '../../internal/is-promise.js';
import { FlagGate } from '../gates/flag-gate.js';
import { FlagContexts } from './flag-contexts.js';

/**
 * Waits for the context of a call and fixes it for the rest of the call, so that services can evaluate flags
 * synchronously. The module binds it globally if there is a `contextResolver`. Bind it yourself to gateways and message
 * handlers, where no middleware runs: it makes the context ambient there.
 */
@Injectable()
export class FlagContextInterceptor implements NestInterceptor {
  constructor(
    private readonly gate: FlagGate,
    private readonly contexts: FlagContexts,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = this.gate.contextOf(execution, 'interceptor');
    const handle = () => this.#handle(execution, next);
    return isPromise(context) ? from(context).pipe(mergeMap(handle)) : handle();
  }

  #handle(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    return new Observable((subscriber) =>
      this.contexts.runHandler(execution, () => next.handle().subscribe(subscriber)),
    );
  }
}
