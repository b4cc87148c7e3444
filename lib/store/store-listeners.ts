import { objectOption } from '../internal/options/object-option.js';
import type { AuditEntry } from './audit-entry.js';
import type { StoreListener, StorePosition } from './flag-store.js';

const listenerOption = objectOption<StoreListener>({
  what: 'a listener',
  methods: ['changed', 'announced', 'lost', 'unannounced', 'resumed'],
  remedy: 'See the interface StoreListener',
});

/** The listeners of a store. */
export class StoreListeners implements StoreListener {
  readonly #listeners = new Set<StoreListener>();

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** @returns a function that removes the listener */
  add(listener: StoreListener): () => void {
    listenerOption(listener, 'The listener of a store');
    const own: StoreListener = {
      changed: (entries, after) => listener.changed(entries, after),
      announced: (position) => listener.announced(position),
      lost: (error) => listener.lost(error),
      unannounced: (reason) => listener.unannounced(reason),
      resumed: () => listener.resumed(),
    }; // one object may be added twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  changed(entries?: readonly AuditEntry[], after?: StorePosition): void {
    for (const listener of this.#listeners) listener.changed(entries, after);
  }

  announced(position?: StorePosition): void {
    for (const listener of this.#listeners) listener.announced(position);
  }

  lost(error: unknown): void {
    for (const listener of this.#listeners) listener.lost(error);
  }

  unannounced(reason: string): void {
    for (const listener of this.#listeners) listener.unannounced(reason);
  }

  resumed(): void {
    for (const listener of this.#listeners) listener.resumed();
  }
}
