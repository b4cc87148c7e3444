import assert from 'node:assert/strict';
import type { AuditEntry } from '../store/audit-entry.js';
import { START, type FlagStore, type StoreListener, type StorePosition } from '../store/flag-store.js';
import { inTime } from './delivered-definitions.js';
import { recovered } from './recovered.js';
import { assertSame, StoreWriter } from './store-writer.js';

/**
 * Follows a store from its first entry, as an instance does: it applies the entries that the store announces, and
 * queries those that are missing.
 */
export class StoreFollower {
  readonly #writer: StoreWriter;
  readonly #known: AuditEntry[] = [];
  #count = 0;
  #learning: Promise<void> = Promise.resolve();
  #failure: unknown;
  #learnt: () => void = () => {};

  constructor(store: FlagStore) {
    this.#writer = new StoreWriter(store);
  }

  /** The listener that is passed to the store. */
  readonly listener: StoreListener = {
    changed: (entries, after) => this.#receive(entries, after),
    announced: () => this.#receive(),
    lost: () => {},
    resumed: () => this.#receive(),
  };

  /** The number of calls of the listener. */
  get count(): number {
    return this.#count;
  }

  /** Waits until as many entries were received, and asserts that they are the given ones. */
  async assertFollows(entries: readonly AuditEntry[]): Promise<void> {
    await inTime(`not all of the ${entries.length} appended entries were reported`, async () => {
      while (this.#known.length < entries.length && this.#failure === undefined) {
        await new Promise<void>((resolve) => (this.#learnt = resolve));
      }
    });
    if (this.#failure !== undefined) throw this.#failure;
    assertSame(this.#known, entries, 'the reported entries are not those that were appended');
  }

  #receive(entries?: readonly AuditEntry[], after?: StorePosition): void {
    this.#count++;
    this.#learning = this.#learning
      .then(() => this.#learn(after === undefined ? undefined : entries, after))
      .catch((error: unknown) => void (this.#failure ??= error))
      .then(() => this.#learnt());
  }

  async #learn(told: readonly AuditEntry[] | undefined, after = START): Promise<void> {
    const news = this.#isWhole(told, after)
      ? told
      : await recovered(() => this.#writer.query({ after: this.#known.length }));
    for (const entry of news) {
      if (entry.version > this.#known.length) this.#known.push(entry);
    }
  }

  /** Whether there is no gap between the known entries and those of a notification. */
  #isWhole(told: readonly AuditEntry[] | undefined, after: StorePosition): told is readonly AuditEntry[] {
    if (told === undefined) return false;
    const versions = told.map(({ version }) => version);
    const following = told.map((_, i) => after.version + 1 + i);
    assert.deepEqual(versions, following, 'entries must be reported oldest first, with the position before them');
    if (after.version > this.#known.length) return false;
    const { id } = this.#known[after.version - 1] ?? START;
    assert.equal(after.id, id, 'the position before the reported entries is that of another entry');
    return true;
  }
}
