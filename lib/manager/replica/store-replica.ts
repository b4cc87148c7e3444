import { deepFreeze } from '../../engine/plain-data.js';
import { messageOf } from '../../providers/provider.errors.js';
import { withTimeout } from '../../providers/with-timeout.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import { isAuditEntry } from '../../store/audit-line.js';
import { START, type FlagStore, type StoreListener, type StorePosition } from '../../store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { isPromise } from '../is-promise.js';
import type { BootstrapFile } from './bootstrap-file.js';
import { ReplicaHealth } from './replica-health.js';
import { ReplicaState } from './replica-state.js';

export interface StoreReplicaOptions {
  readonly store: FlagStore;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** How long one answer of the store may take, in milliseconds. */
  readonly timeout: number;
  /** How often the store is asked for what was not heard, in milliseconds; never where all is heard for sure. */
  readonly poll: number | undefined;
  readonly bootstrap?: BootstrapFile | undefined;
  /** Called at each change, with the new entries; without them when the store was read anew. */
  readonly changed: (entries: readonly AuditEntry[] | undefined) => void;
  /** Called when the store is away, and when it is back. */
  readonly healthChanged: () => void;
}

const PAGE = 1000;
const RETRY_MS = 500;

/**
 * What one instance knows of its store: it hears of changes, notices when it has missed some and reads those, and goes on
 * with what it knows while the store is away.
 */
export class StoreReplica {
  readonly health: ReplicaHealth;
  readonly #options: StoreReplicaOptions;
  #state = ReplicaState.empty();
  #position: StorePosition = START;
  #syncing: Promise<void> | undefined;
  #unwatch: (() => void | Promise<void>) | undefined;
  #cancelSync: Cancel | undefined;
  #heardEarly = false;
  /** Whether changes are not heard of: they are asked for until they are. */
  #isDeaf = false;
  #closed = false;

  constructor(options: StoreReplicaOptions) {
    this.#options = options;
    const { store, clock, logger, healthChanged } = options;
    this.health = new ReplicaHealth(store.name, clock, logger, healthChanged);
  }

  get state(): ReplicaState {
    return this.#state;
  }

  /** Where this instance stands in the log of the store. */
  get position(): StorePosition {
    return this.#position;
  }

  /**
   * Reads the store, or the bootstrap file when the store is away.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when neither can be read; it is tried again meanwhile
   * @throws {StoreFailedError} (`STORE_FAILED`) when what is stored cannot be used
   */
  async open(): Promise<void> {
    try {
      await this.sync();
    } catch (error) {
      if (error instanceof StoreFailedError || !(await this.#readBootstrap())) throw error;
    }
  }

  /**
   * Catches up with the store; resolves when all is known that was stored when it was called.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async sync(): Promise<void> {
    const joined = this.#syncing;
    if (joined !== undefined) await joined.catch(() => {}); // it may have begun before what the caller knows of
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = undefined));
    await this.#syncing;
  }

  /**
   * Adds entries that follow {@link position}; on success they are in force here, too.
   *
   * @returns `false` when somebody else was faster; a promise only where the store returns one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when nobody knows whether they were stored
   */
  append(entries: readonly AuditEntry[]): boolean | Promise<boolean> {
    const take = (stored: boolean) => {
      if (stored && !this.#apply(entries)) this.#syncSoon(0);
      return stored;
    };
    try {
      const { store } = this.#options;
      const stored = store.append(entries, this.#position);
      if (!isPromise(stored)) return take(stored);
      return this.#bounded(() => stored).then(take, (error: unknown) => this.#away(error));
    } catch (error) {
      return this.#away(error);
    }
  }

  /** One call of the store, bounded in time; the store counts as away when it fails. */
  async ask<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    try {
      return await this.#bounded(() => question(this.#options.store));
    } catch (error) {
      return this.#away(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelSync?.();
    const { store, bootstrap, timeout } = this.#options;
    const late = () => new StoreUnavailableError(store.name, `it did not close within ${timeout} ms`);
    try {
      await bootstrap?.flush();
      await withTimeout(async () => await this.#unwatch?.(), timeout, late);
    } finally {
      await withTimeout(async () => await store.close?.(), timeout, late);
    }
  }

  async #sync(): Promise<void> {
    if (this.#closed) return;
    this.#cancelSync?.();
    try {
      await this.#watch();
      await this.#catchUp();
      if (this.#heardEarly) await this.#catchUp();
      this.#heardEarly = false;
      if (!this.#isDeaf) this.health.isWell();
      const next = this.#isDeaf ? RETRY_MS : this.#options.poll;
      if (next !== undefined) this.#syncSoon(next);
    } catch (error) {
      this.#away(error);
    }
  }

  /** Listens before anything is read, so that nothing is missed in between. */
  async #watch(): Promise<void> {
    const { store } = this.#options;
    if (store.watch === undefined || this.#unwatch !== undefined) return;
    const unwatch = await this.#bounded(async () => await store.watch?.(this.#listener));
    if (this.#closed) await unwatch?.();
    else this.#unwatch = unwatch;
  }

  readonly #listener: StoreListener = {
    changed: (entries) => {
      if (!this.health.hasRead) this.#heardEarly = true; // it may be newer than what is just being read
      if (this.#closed || !this.health.hasRead) return;
      if (entries === undefined || !this.#apply(entries)) this.#syncSoon(0);
    },
    lost: (error) => {
      this.#isDeaf = true;
      this.health.isAway(error);
      this.#syncSoon(RETRY_MS);
    },
    resumed: () => {
      this.#isDeaf = false;
      this.#syncSoon(0);
    },
  };

  async #catchUp(): Promise<void> {
    while (this.health.hasRead) {
      const { version, id } = this.#position;
      const query = { after: version - 1, order: 'oldest_first', limit: PAGE } as const;
      const found = await this.#bounded(() => this.#options.store.query(query));
      const [known, missed] = version === 0 ? [START, found] : [found[0], found.slice(1)];
      if (known?.version !== version || known.id !== id || !this.#apply(missed)) break; // the log does not lead on
      if (found.length < PAGE) return;
    }
    await this.#readAll();
  }

  async #readAll(): Promise<void> {
    const { store, changed, bootstrap, logger } = this.#options;
    const { position, documents } = await this.#bounded(() => store.read());
    if (this.health.hasRead && position.version < this.#position.version) {
      logger.warn(
        `Flag store "${store.name}" has gone back from version ${this.#position.version} to ${position.version}: it has ` +
          'lost changes, and they are taken back here, too.',
      );
    }
    const state = this.#state.replacedBy(documents);
    const [unreadable] = state.maps.override.problems;
    if (unreadable !== undefined) {
      throw new StoreFailedError(
        store.name,
        `its override ${JSON.stringify(unreadable[0])} cannot be read: ${unreadable[1]} Mend or remove it there.`,
      );
    }
    this.#put(state, position);
    this.health.hasRead = true;
    this.health.setProblems(state);
    changed(undefined);
    bootstrap?.save(() => this.#content());
  }

  /** Puts entries in force; `false` when some between are missing. Those that are known are passed over. */
  #apply(entries: readonly AuditEntry[]): boolean {
    if (!entries.every(isAuditEntry)) return false;
    const news = entries.filter(({ version }) => version > this.#position.version);
    if (news.some(({ version }, i) => version !== this.#position.version + 1 + i)) return false;
    const last = news.at(-1);
    if (last === undefined) return true;
    this.#put(this.#state.after(news), last);
    this.health.setProblems(this.#state);
    this.#options.changed(deepFreeze(news));
    this.#options.bootstrap?.save(() => this.#content());
    return true;
  }

  #put(state: ReplicaState, { version, id }: StorePosition): void {
    this.#state = state;
    this.#position = { version, id };
  }

  #content() {
    return { position: this.#position, documents: this.#state.documents() };
  }

  async #readBootstrap(): Promise<boolean> {
    const { bootstrap, logger, store, changed } = this.#options;
    if (bootstrap === undefined || this.health.hasRead) return this.health.hasRead;
    try {
      const { position, documents } = await bootstrap.read();
      this.#put(this.#state.replacedBy(documents), position);
    } catch (error) {
      logger.error(`The bootstrap file cannot be read either: ${messageOf(error)}`);
      return false;
    }
    this.health.hasRead = true;
    logger.warn(`Flag store "${store.name}" is away at boot: started from the bootstrap file.`);
    changed(undefined);
    return true;
  }

  /** A little early or late, so that not all instances ask at once; at once for 0. */
  #syncSoon(delay: number): void {
    this.#cancelSync?.();
    if (this.#closed) return;
    const sync = () => void this.sync().catch(() => {}); // shows in `health`, and is tried again
    if (delay === 0) sync();
    else this.#cancelSync = this.#options.clock.schedule(sync, delay * (0.8 + 0.4 * Math.random()));
  }

  #away(cause: unknown): never {
    const error = this.#errorOf(cause);
    this.health.isAway(error);
    this.#syncSoon(RETRY_MS);
    throw error;
  }

  #errorOf(cause: unknown): Error {
    if (cause instanceof StoreUnavailableError || cause instanceof StoreFailedError) return cause;
    return new StoreUnavailableError(this.#options.store.name, messageOf(cause), { cause });
  }

  #bounded<T>(work: () => T | Promise<T>): Promise<T> {
    const { store, timeout } = this.#options;
    const late = () => new StoreUnavailableError(store.name, `it did not answer within ${timeout} ms`);
    return withTimeout(work, timeout, late);
  }
}
