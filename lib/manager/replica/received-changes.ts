import type { StoreListener } from '../../store/flag-store.js';
import type { ReplicaContent } from './replica-content.js';

/** The entries that a store announces, and the position that they follow. */
export type ReceivedChange = Parameters<StoreListener['changed']>;

/**
 * Applies the changes that a store announces. They are held back while the whole store is read, because they may be
 * older than the result.
 */
export class ReceivedChanges {
  readonly #content: Pick<ReplicaContent, 'apply'>;
  #heldBack: ReceivedChange[] | undefined;

  constructor(content: Pick<ReplicaContent, 'apply'>) {
    this.#content = content;
  }

  get isHoldingBack(): boolean {
    return this.#heldBack !== undefined;
  }

  /** @returns `false` if the log must be read to find the changes */
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

  /** Applies the changes that were held back; returns `false` if the log must be read. */
  takeHeldBack(): boolean {
    const changes = this.#heldBack ?? [];
    this.#heldBack = undefined;
    return changes.map((change) => this.take(...change)).every((isTaken) => isTaken);
  }

  /** Discards the changes that were held back, because everything is read again after a failed read. */
  dropHeldBack(): void {
    this.#heldBack = undefined;
  }
}
