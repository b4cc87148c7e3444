import type { AuditEntry } from '../../store/audit-entry.js';

/** The parts through which a change passes once it is in the log. */
export interface ChangePublicationParts {
  readonly writer: {
    /** Receives an entry of the log; returns whether this instance made the change. */
    confirm(entry: AuditEntry): boolean;
  };
  readonly definitions: {
    /**
     * Receives another instance's record of a change at a provider; returns whether the change is also in force here.
     */
    receive(entry: AuditEntry): boolean;
    /** Applies the definitions of the store. */
    applyStored(entries: readonly AuditEntry[] | undefined): void;
  };
  readonly snapshots: {
    /** Applies the overrides of the store. */
    applyOverrides(entries: readonly AuditEntry[] | undefined): void;
  };
  readonly tasks: { reschedule(): void };
  readonly stream: { emit(entries: readonly AuditEntry[]): void };
}

/**
 * The path of every change that reaches the log, from any instance: it is put in force first, and announced second, so
 * that a subscriber of `changes$` that evaluates a flag gets the answer after the change.
 */
export class ChangePublication {
  readonly #parts: ChangePublicationParts;

  constructor(parts: ChangePublicationParts) {
    this.#parts = parts;
  }

  /** @param entries the entries added to the log, oldest first; absent after a full read of the store */
  publish(entries?: readonly AuditEntry[]): void {
    const announced = this.#confirm(entries ?? []);
    this.#putInForce(entries);
    this.#parts.tasks.reschedule();
    this.#parts.stream.emit(announced);
  }

  /**
   * Passes each entry to the part that waits for it.
   *
   * @returns the entries to announce now; a change at a provider is announced only after this instance has read it
   *   there too
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
    definitions.applyStored(entries);
    snapshots.applyOverrides(entries);
  }
}
