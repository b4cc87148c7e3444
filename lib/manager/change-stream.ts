import { Observable, Subject, Subscriber, type Observer, type Operator, type Subscription } from 'rxjs';
import { messageOf } from '../providers/provider.errors.js';
import type { AuditEntry } from './audit-entry.js';
import type { FlagLogger } from './flag-logger.js';

type Next<T> = ((value: T) => void) | null | undefined;

/**
 * An Observable whose subscribers cannot hurt anybody: what one throws is logged, it stays subscribed, and the others
 * and the writer go on. (In rxjs a throwing subscriber raises an uncaught exception, which ends the process.)
 */
class GuardedObservable<T> extends Observable<T> {
  readonly #logger: FlagLogger;

  constructor(source: Observable<unknown>, logger: FlagLogger, operator?: Operator<never, T>) {
    super();
    this.source = source;
    this.#logger = logger;
    if (operator !== undefined) this.operator = operator;
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    return new GuardedObservable<R>(this, this.#logger, operator as Operator<never, R> | undefined);
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | Next<T>,
    error?: Next<unknown>,
    complete?: Next<void>,
  ): Subscription {
    if (observerOrNext instanceof Subscriber) return super.subscribe(observerOrNext); // an operator: it guards itself
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

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#logger.error(`A subscriber of changes$ threw: ${messageOf(error)}`);
    }
  }
}

/** Announces every change, in order, to whoever listens. */
export class ChangeStream {
  readonly #subject = new Subject<AuditEntry>();
  readonly changes$: Observable<AuditEntry>;

  constructor(logger: FlagLogger) {
    this.changes$ = new GuardedObservable<AuditEntry>(this.#subject, logger);
  }

  emit(entries: readonly AuditEntry[]): void {
    for (const entry of entries) this.#subject.next(entry);
  }

  complete(): void {
    this.#subject.complete();
  }
}
