import type { StoreListener } from '../flag-store.js';

/** Reports an outage once, even if it affects several connections, and its end when all of them are restored. */
export class Outage {
  readonly #down = new Set<string>();
  readonly #listener: Pick<StoreListener, 'lost' | 'resumed'>;

  constructor(listener: Pick<StoreListener, 'lost' | 'resumed'>) {
    this.#listener = listener;
  }

  begin(connection: string, error: unknown): void {
    const isFirst = this.#down.size === 0;
    this.#down.add(connection);
    if (isFirst) this.#listener.lost(error);
  }

  end(connection: string): void {
    if (this.#down.delete(connection) && this.#down.size === 0) this.#listener.resumed();
  }
}
