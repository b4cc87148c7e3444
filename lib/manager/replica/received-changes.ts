import type { StoreListener } from '../../store/flag-store.js';
import type { ReplicaContent } from './replica-content.js';

/** What a store says that was added, and what it says that this follows. */
export type ReceivedChange = Parameters<StoreListener['changed']>;

/** What a store announces: put in force at once, but held back while the whole store is read, for it may be older than that. */
export class ReceivedChanges {
  readonly #content: Pick<ReplicaContent, 'apply'>;
  #heldBack: ReceivedChange[] | undefined;

  constructor(content: Pick<ReplicaContent, 'apply'>) {
    this.#content = content;
  }

  get isHoldingBack(): boolean {
    return this.#heldBack !== undefined;
  }

  /** @returns `false` when the log has to be read to know what has changed */
  take(...change: ReceivedChange): boolean {
    if (this.#heldBack !== undefined) {
      this.#heldBack.push(change);
      return true;
    }
    const [entries, after] = change;
    return entries !== undefined && after !== undefined && this.#content.apply(entries, after);
  }

  holdBack(): void {
    this.#heldBack = [];
  }

  /** Takes what was held back; `false` when the log has to be read. */
  takeHeldBack(): boolean {
    const changes = this.#heldBack ?? [];
    this.#heldBack = undefined;
    return changes.map((change) => this.take(...change)).every((isTaken) => isTaken);
  }

  /** Forgets what was held back: after a read that failed, all is read again. */
  dropHeldBack(): void {
    this.#heldBack = undefined;
  }
}
