import { Observable, Subscriber, type Observer, type OperatorFunction, type Subscription } from 'rxjs';
import { topicLogger } from '../topic-logger.js';
import { isPromise } from '../../internal/is-promise.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../flag-logger.js';

type Next<T> = ((value: T) => void) | null | undefined;

/**
 * An Observable that isolates its subscribers: an error that one throws, or rejects with, is logged. That subscriber
 * stays subscribed, and neither the source nor other subscribers are affected. In plain rxjs, a subscriber that throws
 * causes an uncaught exception, which ends the process; the only alternative, `config.onUnhandledError`, is global.
 *
 * The result of `pipe` is guarded as well, because an operator that throws would reach a subscriber without an error
 * handler.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #logger: FlagLogger;

  constructor(source: Observable<T>, logger: FlagLogger) {
    super((subscriber) => source.subscribe(subscriber));
    this.#logger = logger;
  }

  override pipe<R>(...operators: readonly OperatorFunction<never, never>[]): Observable<R> {
    const piped = operators.reduce<Observable<unknown>>(applied, this) as Observable<R>;
    return new GuardedObservable(piped, this.#logger);
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | Next<T>,
    error?: Next<unknown>,
    complete?: Next<void>,
  ): Subscription {
    if (observerOrNext instanceof Subscriber) return super.subscribe(observerOrNext); // an operator, whose result is guarded
    const observer = typeof observerOrNext === 'function' ? { next: observerOrNext } : (observerOrNext ?? {});
    return super.subscribe({
      next: (value) => this.#guard(() => observer.next?.(value)),
      error: (cause: unknown) => this.#guard(() => this.#failed(cause, observer.error?.bind(observer) ?? error)),
      complete: () => this.#guard(() => (observer.complete?.bind(observer) ?? complete)?.()),
    });
  }

  #failed(cause: unknown, handler: Next<unknown>): void {
    if (handler === undefined || handler === null) throw cause;
    handler(cause);
  }

  #guard(call: () => unknown): void {
    // Logs only the error's name, because its message may repeat a user id from the audit entry.
    const report = (error: unknown) =>
      topicLogger(this.#logger, 'subscriber-failed').error(`A subscriber of changes$ threw ${thrownName(error)}.`);
    try {
      const result = call();
      if (isPromise(result)) result.then(undefined, report);
    } catch (error) {
      report(error);
    }
  }
}

function applied(source: Observable<unknown>, operator: OperatorFunction<never, never>): Observable<unknown> {
  return operator(source as Observable<never>); // the overloads of `pipe` have checked the type of this source
}
