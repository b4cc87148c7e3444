import { Subject, type Observable } from 'rxjs';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagLogger } from '../flag-logger.js';
import { GuardedObservable } from './guarded-observable.js';

/** Announces every change, in order, to all subscribers. */
export class ChangeStream {
  readonly #subject = new Subject<AuditEntry>();
  readonly #waiting: AuditEntry[] = [];
  #isEmitting = false;
  readonly changes$: Observable<AuditEntry>;

  constructor(logger: FlagLogger) {
    this.changes$ = new GuardedObservable<AuditEntry>(this.#subject, logger);
  }

  /**
   * Announces entries. If a subscriber makes a change in the meantime, that change is announced after all subscribers
   * have received this one.
   */
  emit(entries: readonly AuditEntry[]): void {
    for (const entry of entries) this.#waiting.push(entry); // not spread, because there may be many
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (const entry of this.#waiting) this.#subject.next(entry); // the iteration includes entries that are added meanwhile
    this.#waiting.length = 0;
    this.#isEmitting = false;
  }

  complete(): void {
    this.#subject.complete();
  }
}
