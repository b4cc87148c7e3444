import { topicLogger } from '../topic-logger.js';
import { MemoryStickyStore } from '../../engine/allocation/memory-sticky-store.js';
import type { StickyAssignment, StickyStore } from '../../engine/allocation/sticky.js';
import { deleteFirst } from '../../internal/delete-first.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { recentlyUsed } from '../../internal/recently-used.js';
import type { StickyDocument } from '../../store/flag-store.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { askByHalves } from './ask-by-halves.js';

export interface SharedStickyStoreOptions {
  readonly read: (units: readonly string[]) => Promise<readonly StickyDocument[]>;
  readonly write: (documents: readonly StickyDocument[]) => Promise<readonly StickyDocument[]>;
  /** Whether the store is available; if it is not, requests do not wait for it. */
  readonly isAvailable: () => boolean;
  /** How long a request waits for stored variants, in milliseconds. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

const MAX_UNITS = 100_000;
const MAX_WAITING = 10_000;
const BATCH = 200;
const WRITE_SOON_MS = 20;
const RETRY_MS = 1000;
const FRESH_MS = 60_000;

/**
 * Sticky variants that all instances share. They are read before a request's flags are evaluated, served from memory,
 * and written asynchronously. The first instance to write a variant wins, and the others adopt it.
 */
export class SharedStickyStore implements StickyStore {
  readonly #options: SharedStickyStoreOptions;
  readonly #memory = new MemoryStickyStore({ maxUnits: MAX_UNITS });
  /** Units that were read less than a minute ago. */
  readonly #fresh;
  readonly #reading = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, StickyDocument>();
  #cancelWrite: Cancel | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isDropping = false;
  #hasWarned = false;
  /** Set while the store responds, but rejects writes. */
  readonly #refusal: OngoingProblem;
  #closed = false;

  constructor(options: SharedStickyStoreOptions) {
    this.#options = options;
    const { logger, clock } = options;
    this.#fresh = recentlyUsed<true>(MAX_UNITS, { ttl: FRESH_MS, clock });
    this.#refusal = new OngoingProblem({
      report: (why) =>
        topicLogger(logger, 'sticky-variants-not-shared').error(
          `The flag store rejects sticky variants, so only this instance remembers them; writing them is retried: ${why}`,
        ),
      resolved: () => logger.log('The flag store accepts sticky variants again.'),
    });
  }

  get(unit: string, flag: string): StickyAssignment | undefined {
    return this.#memory.get(unit, flag);
  }

  set(unit: string, flag: string, assignment: StickyAssignment): void {
    const place = `${flag} ${unit}`;
    const replaces = this.#waiting.get(place)?.replaces ?? this.#memory.get(unit, flag); // a variant that is set again is no longer served
    this.#memory.set(unit, flag, assignment);
    if (this.#closed) return;
    this.#waiting.set(place, { unit, flag, assignment, replaces });
    if (this.#waiting.size > MAX_WAITING) this.#dropOldest();
    this.#cancelWrite ??= this.#options.clock.schedule(() => void this.flush(), WRITE_SOON_MS);
  }

  /**
   * Reads the variants of these units, unless they were read less than a minute ago.
   *
   * @returns a promise that resolves when they are read or the timeout has passed; `undefined` if there is nothing to
   *   wait for
   */
  prefetch(units: readonly string[]): Promise<void> | undefined {
    const unknown = units.filter((unit) => !this.#fresh.has(unit));
    if (unknown.length === 0 || !this.#options.isAvailable()) return undefined;
    const unasked = unknown.filter((unit) => !this.#reading.has(unit));
    if (unasked.length > 0) {
      const reading = this.#read(unasked);
      for (const unit of unasked) this.#reading.set(unit, reading);
    }
    return this.#withTimeout(unknown.flatMap((unit) => this.#reading.get(unit) ?? []));
  }

  /** Writes pending variants. Never rejects; failed writes are retried. */
  flush(): Promise<void> {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#options.isAvailable()) await this.flush();
    this.#cancelWrite?.();
  }

  /** Never rejects. */
  async #read(units: readonly string[]): Promise<void> {
    const { read } = this.#options;
    try {
      const documents = await askByHalves(units, read, () => this.#warnOfUnit());
      for (const unit of units) this.#fresh.set(unit, true);
      this.#take(documents);
    } catch {
      // the store is unavailable, which its status shows; variants are drawn without it
    } finally {
      for (const unit of units) this.#reading.delete(unit);
    }
  }

  async #withTimeout(reading: readonly Promise<void>[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.#options.timeout)));
    await Promise.race([Promise.all(reading), enough]);
    clearTimeout(timer);
  }

  /**
   * Writes the pending variants. A variant that the available store fails to write is dropped, so that it does not
   * block the others.
   */
  async #write(): Promise<void> {
    const { write, clock } = this.#options;
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, BATCH);
      try {
        const documents = batch.map(([, document]) => document);
        const kept = await askByHalves(documents, write, () => this.#warnOfUnit());
        for (const [place, document] of batch) {
          if (this.#waiting.get(place) === document) this.#waiting.delete(place);
        }
        this.#take(kept);
        this.#isDropping = false;
        this.#refusal.update(undefined);
      } catch (error) {
        // An outage is shown in the status of the store; a rejected write is reported here.
        if (error instanceof StoreUnavailableError && error.isRefusal) this.#refusal.update(error.detail);
        if (!this.#closed) this.#cancelWrite ??= clock.schedule(() => void this.flush(), RETRY_MS);
        return;
      }
    }
  }

  /** Stored variants take precedence over those drawn here meanwhile. */
  #take(documents: readonly StickyDocument[]): void {
    for (const { unit, flag, assignment } of documents) {
      const { variant, version } = assignment;
      if (typeof variant !== 'string' || !Number.isInteger(version)) continue;
      if (this.#waiting.has(`${flag} ${unit}`)) continue; // it is about to be overwritten or confirmed
      if (version >= (this.#memory.get(unit, flag)?.version ?? 0)) this.#memory.set(unit, flag, { variant, version });
    }
  }

  /** Logs once, without the message of the store, which may contain the user id. */
  #warnOfUnit(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    topicLogger(this.#options.logger, 'sticky-variants-not-shared').warn(
      'The flag store fails on the sticky variants of at least one unit, which only this instance remembers; all others are ' +
        'shared. Check the stored variants for foreign data, such as a Redis key "{PREFIX}:sticky:…" that is not a hash, and ' +
        'remove it.',
    );
  }

  #dropOldest(): void {
    deleteFirst(this.#waiting);
    if (this.#isDropping) return;
    this.#isDropping = true;
    topicLogger(this.#options.logger, 'sticky-variants-not-shared').warn(
      `More than ${MAX_WAITING} sticky variants wait to be written, so only this instance remembers the oldest ones.`,
    );
  }
}
