import type { StorePosition } from '../../store/flag-store.js';
import type { Cancel, Clock } from '../clock.js';
import type { ReplicaContent } from './replica-content.js';

/** A message that has not been handled yet. */
interface Hint {
  readonly position: StorePosition | undefined;
  readonly read: () => Promise<void>;
}

/** The pause after a message that resulted in no new entries, in milliseconds. */
export const PAUSE_MS = 100;

/**
 * Handles messages about the position of the log. They are not trusted: each only triggers a read of the log, and one
 * read serves all messages that were received during the previous one. Genuine messages always lead to new entries, so
 * an attacker who floods an instance with forged ones causes at most 10 reads per second, and delays genuine ones by at
 * most {@link PAUSE_MS}.
 */
export class LogHints {
  readonly #content: Pick<ReplicaContent, 'position' | 'knows'>;
  readonly #clock: Clock;
  #waiting: Hint | undefined;
  #isReading = false;
  #isClosed = false;
  #pauseUntil = -Infinity;
  #cancel: Cancel | undefined;

  /** @param content the state in force here */
  constructor(content: Pick<ReplicaContent, 'position' | 'knows'>, clock: Clock) {
    this.#content = content;
    this.#clock = clock;
  }

  /**
   * @param position the position of the log according to the message; `undefined` if it contains none
   * @param read reads the entries that were added to the log
   */
  receive(position: StorePosition | undefined, read: () => Promise<void>): void {
    if (position !== undefined && this.#content.knows(position)) return;
    this.#waiting = { position, read };
    this.#readSoon(read);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #readSoon(read: () => Promise<void>): void {
    if (this.#isReading || this.#cancel !== undefined || this.#isClosed) return;
    const pause = Math.min(this.#pauseUntil - this.#clock.now(), PAUSE_MS); // it can exceed the limit only if the clock was set back
    if (pause <= 0) void this.#read(read);
    else this.#cancel = this.#clock.schedule(() => void this.#read(read), pause);
  }

  /** Never rejects; a failure is shown in the status of the store, and the next read retries. */
  async #read(read: () => Promise<void>): Promise<void> {
    const before = this.#content.position;
    this.#cancel = undefined;
    this.#waiting = undefined;
    this.#isReading = true;
    await read().catch(() => {});
    this.#isReading = false;
    this.#pauseUntil = this.#content.position.id === before.id ? this.#clock.now() + PAUSE_MS : -Infinity;
    this.#receiveAgain(this.#waiting);
  }

  /** Handles a message received during a read again, because that read may already have included its entries. */
  #receiveAgain(hint: Hint | undefined): void {
    this.#waiting = undefined;
    if (hint !== undefined) this.receive(hint.position, hint.read);
  }
}
