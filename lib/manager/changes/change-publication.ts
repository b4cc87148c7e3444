import type { AuditEntry } from '../../store/audit-entry.js';

/** The parts that a change passes through once it is in the log. */
export interface ChangePublicationParts {
  readonly writer: {
    /** Takes an entry from the log; whether this instance made it. */
    confirm(entry: AuditEntry): boolean;
  };
  readonly definitions: {
    /** Takes what another instance has recorded of a provider's source; whether that is in force here as well. */
    receive(entry: AuditEntry): boolean;
    /** Takes over the definitions of the store. */
    takeStored(entries: readonly AuditEntry[] | undefined): void;
  };
  readonly snapshots: {
    /** Takes over the overrides of the store. */
    takeOverrides(entries: readonly AuditEntry[] | undefined): void;
  };
  readonly tasks: { reschedule(): void };
  readonly stream: { emit(entries: readonly AuditEntry[]): void };
}

/**
 * The path of every change that reaches the log, whichever instance made it: in force first, announced second. A subscriber
 * of `changes$` who evaluates a flag gets the answer after the change.
 */
export class ChangePublication {
  readonly #parts: ChangePublicationParts;

  constructor(parts: ChangePublicationParts) {
    this.#parts = parts;
  }

  /** @param entries what was added to the log, oldest first; absent when the store was read as a whole */
  publish(entries?: readonly AuditEntry[]): void {
    const announced = this.#confirm(entries ?? []);
    this.#putInForce(entries);
    this.#parts.tasks.reschedule();
    this.#parts.stream.emit(announced);
  }

  /**
   * Hands each entry to whoever waits for it.
   *
   * @returns those to announce now: a change at a provider's source waits until this instance has read it there as well
   */
  #confirm(entries: readonly AuditEntry[]): readonly AuditEntry[] {
    const { writer, definitions } = this.#parts;
    const announced: AuditEntry[] = [];
    for (const entry of entries) {
      const isOwn = writer.confirm(entry);
      const isInForce = isOwn || entry.provider === undefined || definitions.receive(entry);
      if (isInForce) announced.push(entry);
    }
    return announced;
  }

  #putInForce(entries: readonly AuditEntry[] | undefined): void {
    const { definitions, snapshots } = this.#parts;
    definitions.takeStored(entries);
    snapshots.takeOverrides(entries);
  }
}
