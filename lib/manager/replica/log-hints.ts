import type { StorePosition } from '../../store/flag-store.js';
import type { Cancel, Clock } from '../clock.js';

export interface LogHintsOptions {
  /** Where this instance stands. */
  readonly position: () => StorePosition;
  /** Whether the entry at a position is in force here. */
  readonly knows: (position: StorePosition) => boolean;
  /** Reads what was added to the log. */
  readonly read: () => Promise<void>;
  readonly clock: Clock;
}

/** How long a message is not looked into after one that led to nothing. */
export const PAUSE_MS = 100;

/**
 * Messages that say where the log stands. Nothing that they say is believed: each is a reason to read the log, one read
 * at a time, for all messages that came meanwhile. Honest messages never lead to nothing, so that whoever floods an
 * instance with others causes 10 reads a second, and delays honest ones by {@link PAUSE_MS} at most.
 */
export class LogHints {
  readonly #options: LogHintsOptions;
  /** The last message that was not looked into. */
  #waiting: { readonly position: StorePosition | undefined } | undefined;
  #isReading = false;
  #isClosed = false;
  #pauseUntil = -Infinity;
  #cancel: Cancel | undefined;

  constructor(options: LogHintsOptions) {
    this.#options = options;
  }

  /** @param position where the log is said to stand; `undefined` when the message does not say */
  hear(position: StorePosition | undefined): void {
    if (position !== undefined && this.#options.knows(position)) return;
    this.#waiting = { position };
    this.#readSoon();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #readSoon(): void {
    if (this.#isReading || this.#cancel !== undefined || this.#isClosed) return;
    const { clock } = this.#options;
    const pause = Math.min(this.#pauseUntil - clock.now(), PAUSE_MS); // more is left only when the clock was set back
    if (pause <= 0) void this.#read();
    else this.#cancel = clock.schedule(() => void this.#read(), pause);
  }

  /** Never rejects: what fails shows in the health of the store, and is tried again by whoever reads. */
  async #read(): Promise<void> {
    const { position, read, clock } = this.#options;
    const before = position();
    this.#cancel = undefined;
    this.#waiting = undefined;
    this.#isReading = true;
    await read().catch(() => {});
    this.#isReading = false;
    this.#pauseUntil = position().id === before.id ? clock.now() + PAUSE_MS : -Infinity;
    this.#hearAgain(this.#waiting);
  }

  /** What came during a read may have been read with it. */
  #hearAgain(waiting: { readonly position: StorePosition | undefined } | undefined): void {
    this.#waiting = undefined;
    if (waiting !== undefined) this.hear(waiting.position);
  }
}
