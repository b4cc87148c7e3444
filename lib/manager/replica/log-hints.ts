import type { StorePosition } from '../../store/flag-store.js';
import type { Cancel, Clock } from '../clock.js';
import type { ReplicaContent } from './replica-content.js';

/** A message that was not looked into yet. */
interface Hint {
  readonly position: StorePosition | undefined;
  readonly read: () => Promise<void>;
}

/** How long a message is not looked into after one that led to nothing. */
export const PAUSE_MS = 100;

/**
 * Messages that say where the log stands. Nothing that they say is believed: each is a reason to read the log, one read
 * at a time, for all messages received meanwhile. Honest messages never lead to nothing, so that whoever floods an
 * instance with others causes 10 reads a second, and delays honest ones by {@link PAUSE_MS} at most.
 */
export class LogHints {
  readonly #content: Pick<ReplicaContent, 'position' | 'knows'>;
  readonly #clock: Clock;
  #waiting: Hint | undefined;
  #isReading = false;
  #isClosed = false;
  #pauseUntil = -Infinity;
  #cancel: Cancel | undefined;

  /** @param content what is in force here */
  constructor(content: Pick<ReplicaContent, 'position' | 'knows'>, clock: Clock) {
    this.#content = content;
    this.#clock = clock;
  }

  /**
   * @param position where the log is said to stand; `undefined` when the message does not say
   * @param read reads what was added to the log
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
    const pause = Math.min(this.#pauseUntil - this.#clock.now(), PAUSE_MS); // more remains only when the clock was set back
    if (pause <= 0) void this.#read(read);
    else this.#cancel = this.#clock.schedule(() => void this.#read(read), pause);
  }

  /** Never rejects: what fails shows in the health of the store, and is tried again by whoever reads. */
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

  /** What was received during a read may have been read with it. */
  #receiveAgain(hint: Hint | undefined): void {
    this.#waiting = undefined;
    if (hint !== undefined) this.receive(hint.position, hint.read);
  }
}
