import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { FlagContextInterceptor } from '../context/flag-context.interceptor.js';
import type { FlagContexts } from '../context/flag-contexts.js';

/**
 * Runs the handler of a message or subscription within its call, as the request hook does for HTTP, so that services
 * and method decorators find the user and the transport.
 *
 * The metadata of methods, which several applications may share, refers to this class; each module of each application
 * has its own instance. In an application without this module, an instance does nothing.
 */
@Injectable()
export class MessageScopeInterceptor implements NestInterceptor {
  #contexts: FlagContexts | undefined;
  #interceptor: FlagContextInterceptor | undefined;

  /** Makes the interceptor enter the calls of an application. */
  attach(contexts: FlagContexts, interceptor: FlagContextInterceptor): void {
    this.#contexts = contexts;
    this.#interceptor = interceptor;
  }

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.#interceptor === undefined || this.#contexts?.isWithin(execution) === true) return next.handle();
    return this.#interceptor.intercept(execution, next);
  }
}
