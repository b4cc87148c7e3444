import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { AuditEntry } from '../store/audit-entry.js';
import { START, type FlagStore, type StoreListener, type StorePosition } from '../store/flag-store.js';
import { inTime } from './delivered-definitions.js';
import { recovered } from './recovered.js';
import { assertSame, StoreWriter } from './store-writer.js';

const POLL_MS = 20;

/**
 * Follows a store from its first entry, as an instance does: it applies the entries that the store announces, and
 * queries those that are missing.
 */
export class StoreFollower {
  readonly #writer: StoreWriter;
  readonly #known: AuditEntry[] = [];
  #count = 0;
  #isPolling = false;
  #applying: Promise<void> = Promise.resolve();
  #failure: unknown;
  #notify: () => void = () => {};

  constructor(store: FlagStore) {
    this.#writer = new StoreWriter(store);
  }

  /** The listener that is passed to the store. */
  readonly listener: StoreListener = {
    changed: (entries, after) => this.#receive(entries, after),
    announced: () => this.#receive(),
    lost: () => {},
    unannounced: () => {
      this.#isPolling = true;
      this.#notify();
    },
    resumed: () => {
      this.#isPolling = false;
      this.#receive();
    },
  };

  /** The number of calls of the listener. */
  get count(): number {
    return this.#count;
  }

  /** Waits until as many entries were received, and asserts that they are the given ones. */
  async assertFollows(entries: readonly AuditEntry[]): Promise<void> {
    const waiting = new AbortController();
    const arrived = async () => {
      while (!waiting.signal.aborted && this.#known.length < entries.length && this.#failure === undefined)
        await this.#more();
    };
    try {
      await inTime(`not all of the ${entries.length} appended entries were reported`, arrived);
    } finally {
      waiting.abort(); // polls no longer if they did not arrive in time
    }
    if (this.#failure !== undefined) throw this.#failure;
    assertSame(this.#known, entries, 'the reported entries are not those that were appended');
  }

  /** Waits for the next entries; polls if the store does not announce them. */
  async #more(): Promise<void> {
    if (!this.#isPolling) return await new Promise((resolve) => (this.#notify = resolve));
    this.#queue();
    await this.#applying;
    await setTimeout(POLL_MS);
  }

  #receive(entries?: readonly AuditEntry[], after?: StorePosition): void {
    this.#count++;
    this.#queue(entries, after);
  }

  #queue(entries?: readonly AuditEntry[], after?: StorePosition): void {
    this.#applying = this.#applying
      .then(() => this.#apply(after === undefined ? undefined : entries, after))
      .catch((error: unknown) => void (this.#failure ??= error))
      .then(() => this.#notify());
  }

  async #apply(received: readonly AuditEntry[] | undefined, after = START): Promise<void> {
    const added = this.#isComplete(received, after)
      ? received
      : await recovered(() => this.#writer.query({ after: this.#known.length }));
    for (const entry of added) {
      if (entry.version > this.#known.length) this.#known.push(entry);
    }
  }

  /** Whether there is no gap between the known entries and those of a notification. */
  #isComplete(received: readonly AuditEntry[] | undefined, after: StorePosition): received is readonly AuditEntry[] {
    if (received === undefined) return false;
    const versions = received.map(({ version }) => version);
    const following = received.map((_, i) => after.version + 1 + i);
    assert.deepEqual(versions, following, 'entries must be reported oldest first, with the position before them');
    if (after.version > this.#known.length) return false;
    const { id } = this.#known[after.version - 1] ?? START;
    assert.equal(after.id, id, 'the position before the reported entries is that of another entry');
    return true;
  }
}
