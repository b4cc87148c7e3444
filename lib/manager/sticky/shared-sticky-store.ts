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
  /** Whether the store can be reached; while it cannot, no request waits for it. */
  readonly isAvailable: () => boolean;
  /** How long a request may wait for stored variants, in milliseconds. */
  readonly patience: number;
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
 * Sticky variants that all instances share: read for a request before its flags are asked for, answered from memory, and
 * written behind. The first instance that has written one wins, and the others take it over.
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
  /** The store answers, but does not take what is written. */
  readonly #refusal: OngoingProblem;
  #closed = false;

  constructor(options: SharedStickyStoreOptions) {
    this.#options = options;
    const { logger, clock } = options;
    this.#fresh = recentlyUsed<true>(MAX_UNITS, { ttl: FRESH_MS, clock });
    this.#refusal = new OngoingProblem({
      report: (why) =>
        logger.error(
          `The flag store takes no sticky variants, trying again; until then this instance keeps them alone: ${why}`,
        ),
      resolved: () => logger.log('The flag store takes sticky variants again.'),
    });
  }

  get(unit: string, flag: string): StickyAssignment | undefined {
    return this.#memory.get(unit, flag);
  }

  set(unit: string, flag: string, assignment: StickyAssignment): void {
    const place = `${flag} ${unit}`;
    const replaces = this.#waiting.get(place)?.replaces ?? this.#memory.get(unit, flag); // set anew, it is no longer served
    this.#memory.set(unit, flag, assignment);
    if (this.#closed) return;
    this.#waiting.set(place, { unit, flag, assignment, replaces });
    if (this.#waiting.size > MAX_WAITING) this.#dropOldest();
    this.#cancelWrite ??= this.#options.clock.schedule(() => void this.flush(), WRITE_SOON_MS);
  }

  /**
   * Reads what these units keep, where that is not known yet or a minute old.
   *
   * @returns resolves when it is there, or when it has taken too long; `undefined` when there is nothing to wait for
   */
  prefetch(units: readonly string[]): Promise<void> | undefined {
    const unknown = units.filter((unit) => !this.#fresh.has(unit));
    if (unknown.length === 0 || !this.#options.isAvailable()) return undefined;
    const unasked = unknown.filter((unit) => !this.#reading.has(unit));
    if (unasked.length > 0) {
      const reading = this.#read(unasked);
      for (const unit of unasked) this.#reading.set(unit, reading);
    }
    return this.#patiently(unknown.flatMap((unit) => this.#reading.get(unit) ?? []));
  }

  /** Writes what is waiting. Never rejects: what cannot be written is tried again. */
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
      // the store is unavailable, which its health shows; the variant is drawn without it
    } finally {
      for (const unit of units) this.#reading.delete(unit);
    }
  }

  async #patiently(reading: readonly Promise<void>[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.#options.patience)));
    await Promise.race([Promise.all(reading), enough]);
    clearTimeout(timer);
  }

  /** What the store fails on, though it is there, is given up: it must not hold up the others. */
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
        // An outage shows in the store's health; that it is there and refuses is told here.
        if (error instanceof StoreUnavailableError && error.isRefusal) this.#refusal.update(error.detail);
        if (!this.#closed) this.#cancelWrite ??= clock.schedule(() => void this.flush(), RETRY_MS);
        return;
      }
    }
  }

  /** What the store keeps outranks what was drawn here meanwhile. */
  #take(documents: readonly StickyDocument[]): void {
    for (const { unit, flag, assignment } of documents) {
      const { variant, version } = assignment;
      if (typeof variant !== 'string' || !Number.isInteger(version)) continue;
      if (this.#waiting.has(`${flag} ${unit}`)) continue; // it is about to be replaced, or confirmed
      if (version >= (this.#memory.get(unit, flag)?.version ?? 0)) this.#memory.set(unit, flag, { variant, version });
    }
  }

  /** Once, and without what the store says of it: that may name the user. */
  #warnOfUnit(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#options.logger.warn(
      'The flag store fails on the sticky variants of one unit or more, which this instance keeps alone; all others are ' +
        'shared. Look for what is not of this package among those that it keeps, such as a key "{PREFIX}:sticky:…" of ' +
        'Redis that is no hash, and remove it.',
    );
  }

  #dropOldest(): void {
    deleteFirst(this.#waiting);
    if (this.#isDropping) return;
    this.#isDropping = true;
    this.#options.logger.warn(
      `More than ${MAX_WAITING} sticky variants wait to be written: the oldest are kept by this instance alone.`,
    );
  }
}
