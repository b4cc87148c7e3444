import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { from, mergeMap, Observable } from 'rxjs';
import { isPromise } from '../../manager/is-promise.js';
import { FlagGate } from '../flag-gate.js';
import { FlagContexts } from './flag-contexts.js';
import { requestOf } from './request-key.js';

/**
 * Waits for the context of a call, so that services find it without waiting. The module binds it globally when there is
 * a `contextResolver` of your own. On gateways and message handlers, where no middleware runs, bind it yourself: it
 * makes the context ambient there.
 */
@Injectable()
export class FlagContextInterceptor implements NestInterceptor {
  constructor(
    private readonly gate: FlagGate,
    private readonly contexts: FlagContexts,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = this.gate.contextOf(execution);
    const handle = () => this.#handle(execution, next);
    return isPromise(context) ? from(context).pipe(mergeMap(handle)) : handle();
  }

  #handle(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = requestOf(execution);
    if (request === undefined || this.contexts.isAmbient(request)) return next.handle();
    return new Observable((subscriber) => this.contexts.run(request, () => next.handle().subscribe(subscriber)));
  }
}
