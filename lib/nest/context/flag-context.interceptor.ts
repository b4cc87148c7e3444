import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { from, map, mergeMap, Observable } from 'rxjs';
import { isPromise } from '../../internal/is-promise.js';
import { FlagGate } from '../gates/flag-gate.js';
import { FlagContexts } from './flag-contexts.js';

/**
 * Waits for the context of a call and fixes it for the rest of the call, so that services can evaluate flags
 * synchronously. The module binds it globally if there is a `contextResolver`, and always to message handlers and
 * subscriptions, for which no middleware runs. Bind it yourself to a handler that changes the user of its request, or with
 * `ambientContext: false`.
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
      this.contexts.runHandler(execution, () => this.#results(execution, next).subscribe(subscriber)),
    );
  }

  /** A subscription returns an iterator, which the GraphQL library consumes outside the call. */
  #results(execution: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const results = next.handle();
    if (execution.getType<'graphql'>() !== 'graphql') return results;
    return results.pipe(map((result) => this.contexts.keep(result)));
  }
}
