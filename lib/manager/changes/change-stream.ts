import { Observable, Subject, Subscriber, type Observer, type Operator, type Subscription } from 'rxjs';
import { thrownName } from '../../internal/thrown-name.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagLogger } from '../flag-logger.js';
import { isPromise } from '../../internal/is-promise.js';

type Next<T> = ((value: T) => void) | null | undefined;

/**
 * An Observable whose subscribers cannot hurt anybody: what one throws, at once or by its promise, is logged, it stays
 * subscribed, and the others and the writer go on. (In rxjs a throwing subscriber raises an uncaught exception, which
 * ends the process.)
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
    return new GuardedObservable<R>(this, this.#logger, operator);
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

  #guard(call: () => unknown): void {
    // Not what it says: an audit entry may hold the id of a user, and what is thrown may repeat it.
    const report = (error: unknown) => this.#logger.error(`A subscriber of changes$ threw ${thrownName(error)}.`);
    try {
      const result = call();
      if (isPromise(result)) result.then(undefined, report);
    } catch (error) {
      report(error);
    }
  }
}

/** Announces every change, in order, to whoever listens. */
export class ChangeStream {
  readonly #subject = new Subject<AuditEntry>();
  readonly #waiting: AuditEntry[] = [];
  #emitting = false;
  readonly changes$: Observable<AuditEntry>;

  constructor(logger: FlagLogger) {
    this.changes$ = new GuardedObservable<AuditEntry>(this.#subject, logger);
  }

  /** A change that a subscriber makes meanwhile waits until everybody knows of this one. */
  emit(entries: readonly AuditEntry[]): void {
    this.#waiting.push(...entries);
    if (this.#emitting) return;
    this.#emitting = true;
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) {
      this.#subject.next(entry);
    }
    this.#emitting = false;
  }

  complete(): void {
    this.#subject.complete();
  }
}
