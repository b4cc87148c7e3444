import { messageOf } from '../../internal/message-of.js';
import type { UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditEntry, AuditQuery } from '../../store/audit-entry.js';
import { AuditKeys } from '../../store/audit/audit-keys.js';
import { START, type FlagStore, type StoreListener, type StorePosition } from '../../store/flag-store.js';
import type { AuditProblem, AuditVerification } from '../../store/audit/audit-problem.js';
import { verifyEntries } from '../../store/audit/verify-entries.js';
import { NothingToRestoreError, StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { StoreHistory } from '../../store/store-history.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { isPromise } from '../../internal/is-promise.js';
import type { BootstrapFile } from './bootstrap-file.js';
import { forgottenBy, type AskStore, type ForgottenStore } from './forgotten-store.js';
import { LogHints } from './log-hints.js';
import { ReplicaHealth } from './replica-health.js';
import { lostChanges } from './lost-changes.js';
import { problemOfStore, readStore, type VerifiedContent } from './read-store.js';
import { ReplicaContent } from './replica-content.js';
import { ReplicaState } from './replica-state.js';
import type { StoreRestorationOptions } from './store-restoration.js';
import { StoreCalls } from './store-calls.js';

export interface StoreReplicaOptions {
  readonly store: FlagStore;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** How long one answer of the store may take, in milliseconds. */
  readonly timeout: number;
  /** How often the store is asked for what was not heard, in milliseconds; never where all is heard for sure. */
  readonly poll: number | undefined;
  readonly bootstrap?: BootstrapFile | undefined;
  /** By which entries are hashed and verified. @default without a secret */
  readonly keys?: AuditKeys | undefined;
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
  readonly #store: StoreCalls;
  readonly #content: ReplicaContent;
  readonly #hints: LogHints;
  #syncing: Promise<void> | undefined;
  #unwatch: (() => void | Promise<void>) | undefined;
  #cancelSync: Cancel | undefined;
  /** What is heard while all is read: it may be newer, or older. */
  #heard: Parameters<StoreListener['changed']>[] | undefined;
  /** Why changes are not heard of: they are asked for until they are. */
  #deafness: { readonly error: unknown } | undefined;
  /** Set while the store is known to have forgotten what is known here. */
  #forgotten: ForgottenStore | undefined;
  #gaps = 0;
  #closed = false;

  constructor(options: StoreReplicaOptions) {
    this.#options = options;
    const { store, timeout, clock, logger, keys = AuditKeys.NONE, healthChanged } = options;
    this.#store = new StoreCalls(store, timeout);
    this.#content = new ReplicaContent(store.name, keys, (entries) => this.#changed(entries));
    this.#hints = new LogHints({
      position: () => this.#content.position,
      knows: (position) => this.#content.knows(position),
      read: () => this.sync(),
      clock,
    });
    this.health = new ReplicaHealth(store.name, clock, logger, healthChanged);
  }

  get state(): ReplicaState {
    return this.#content.state;
  }

  /** The history of the store that this instance knows, and how far. */
  get known(): StoreHistory {
    return this.#content.known;
  }

  /** Where this instance stands in the log of the store. */
  get position(): StorePosition {
    return this.#content.position;
  }

  /** Whether nobody else can have changed the store. */
  get isLocal(): boolean {
    return this.#options.store.isLocal === true;
  }

  /** How often it was read as a whole: nobody here has seen the entries that led there. */
  get gaps(): number {
    return this.#gaps;
  }

  /**
   * Reads the store, or what it has added since; resolves when all is known that was stored when it was called. Where
   * that fails, it is tried again.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async sync(): Promise<void> {
    const joined = this.#syncing;
    if (joined !== undefined) await joined.catch(() => {}); // it may have begun before what the caller knows of
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = undefined));
    await this.#syncing;
  }

  /** Goes on from the bootstrap file as long as nothing of the store is known; whether something is known then. */
  async readBootstrap(): Promise<boolean> {
    const content = this.health.hasRead ? undefined : await this.#options.bootstrap?.read();
    if (content === undefined || this.health.hasRead) return this.health.hasRead;
    const { logger } = this.#options;
    try {
      this.#content.takeCopy(content);
    } catch (error) {
      logger.error(`The bootstrap file is of no use: ${messageOf(error)}`);
      return false;
    }
    logger.warn(`Flag store "${this.#store.name}" is unavailable at boot: started from the bootstrap file.`);
    return true;
  }

  /** Entries that follow {@link position}, to be appended at once. */
  chained(entries: readonly UnchainedEntry[]): readonly AuditEntry[] {
    return this.#content.chained(entries);
  }

  /**
   * Adds entries that follow {@link position}; on success they are in force here, too.
   *
   * @param sending is aborted when the answer is not waited for any longer
   * @returns `false` when somebody else was faster; a promise only where the store returns one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when nobody knows whether they were stored
   */
  append(entries: readonly AuditEntry[], sending = new AbortController()): boolean | Promise<boolean> {
    const last = this.position;
    const take = (stored: boolean) => {
      if (!stored) return false;
      this.health.takesChanges();
      this.#hear(entries, last);
      return true;
    };
    const fail = (error: unknown): never => {
      if (!isRefusal(error)) return this.#away(error);
      this.health.refusesChanges(error);
      throw error;
    };
    try {
      const stored = this.#store.append(entries, last, sending);
      return isPromise(stored) ? stored.then(take, fail) : take(stored);
    } catch (error) {
      return fail(error);
    }
  }

  /** One call of the store, bounded in time; the store counts as away when it does not answer. */
  async ask<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    try {
      return await this.#store.ask(question);
    } catch (error) {
      if (error instanceof StoreFailedError || isRefusal(error)) throw error; // what is in force is none the worse
      return this.#away(error);
    }
  }

  /** Entries of the log. What takes long in a long log, or fails, says nothing of the store: it is not away for that. */
  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return await this.#store.ask((store) => store.query(query));
  }

  /**
   * Verifies all entries that the store keeps, and that they have led to what it holds. What is found shows in `health`.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
   */
  async verify(): Promise<AuditVerification> {
    const { verifier } = this.#content;
    const verification = await verifyEntries(this.#allEntries(), verifier);
    const problem = verification.problem ?? (await problemOfStore(this.#ask, verifier));
    this.health.reportDamage(problem?.message);
    return problem === undefined ? verification : { ...verification, isIntact: false, problem };
  }

  async *#allEntries(): AsyncGenerator<AuditEntry | AuditProblem> {
    const stored = this.#options.store.storedEntries?.()[Symbol.asyncIterator]();
    if (stored !== undefined) {
      yield* this.#bounded(stored);
      return;
    }
    for (let after = 0; ;) {
      const page = await this.query({ after, order: 'oldest_first', limit: PAGE });
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.version ?? after;
    }
  }

  /** Waits for each item no longer than for any other answer of the store. */
  async *#bounded<T>(items: AsyncIterator<T>): AsyncGenerator<T> {
    try {
      for (;;) {
        const item = await this.#store.ask(() => items.next());
        if (item.done === true) return;
        yield item.value;
      }
    } finally {
      await this.#store.ask(() => items.return?.()); // gives back the file
    }
  }

  /**
   * Does what an operator has decided about a store that has forgotten what it held, then follows the store.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when it has not
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async decide<T>(
    decision: (options: StoreRestorationOptions) => Promise<T>,
    by: StoreRestorationOptions['by'],
  ): Promise<T> {
    const { name } = this.#store;
    await this.sync();
    if (this.health.forgotten === undefined) throw new NothingToRestoreError(name);
    const { known, keys, state } = this.#content;
    const { clock } = this.#options;
    const result = await decision({ ask: this.#ask, store: name, clock, keys, known, state, by });
    await this.sync();
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelSync?.();
    this.#hints.close();
    await this.#options.bootstrap?.close(this.#options.timeout);
    await this.#store.close(this.#unwatch);
  }

  async #sync(): Promise<void> {
    if (this.#closed) return;
    this.#cancelSync?.();
    try {
      await this.#watch();
      await this.#catchUp();
      // What the store has forgotten outlasts an outage, and the other way round.
      if (this.#forgotten !== undefined) this.health.markForgotten(this.#forgotten);
      else if (this.#deafness === undefined) this.health.markAvailable();
      else this.health.markUnavailable(this.#deafness.error);
      const next = this.#deafness === undefined ? this.#options.poll : RETRY_MS;
      if (next !== undefined) this.#syncSoon(next);
    } catch (error) {
      if (!this.#closed) this.#away(error);
    }
  }

  /** Listens before anything is read, so that nothing is missed in between. */
  async #watch(): Promise<void> {
    if (this.#unwatch !== undefined) return;
    const unwatch = await this.#store.watch(this.#listener);
    if (this.#closed) await unwatch?.();
    else this.#unwatch = unwatch;
  }

  readonly #listener: StoreListener = {
    changed: (entries, after) => {
      if (this.#heard !== undefined) this.#heard.push([entries, after]);
      else if (!this.#closed && this.health.hasRead) this.#hear(entries, after);
    },
    announced: (position) => {
      if (this.#heard !== undefined || this.health.hasRead) this.#hints.hear(position);
    },
    lost: (error) => {
      this.#deafness = { error };
      this.health.markUnavailable(error);
      this.#syncSoon(RETRY_MS);
    },
    resumed: () => {
      this.#deafness = undefined;
      this.#syncSoon(0);
    },
  };

  #hear(...[entries, after]: Parameters<StoreListener['changed']>): void {
    if (entries === undefined || after === undefined || !this.#content.apply(entries, after)) {
      this.#hints.hear(undefined);
    }
  }

  readonly #ask: AskStore = (question) => this.#store.ask(question);

  async #catchUp(): Promise<void> {
    if (this.#forgotten !== undefined && (await this.#isUnchanged(this.#forgotten.found))) return;
    let isForked = false;
    let damage: AuditProblem | undefined;
    while (this.health.hasRead) {
      const found = await this.#entriesFrom(this.position.version);
      const [known, missed] = this.position.version === 0 ? [START, found] : [found[0], found.slice(1)];
      if (known === undefined || !this.#content.apply(missed, known)) {
        damage = this.#content.problem;
        isForked = known !== undefined && known.version === this.position.version && known.id !== this.position.id;
        break; // the log does not lead on
      }
      if (found.length < PAGE) {
        this.#forgotten = undefined; // it is back, as it was
        return;
      }
    }
    await this.#readAll(isForked);
    // A `state` problem was one of this instance's own copy: what has just been read has been verified.
    if (damage !== undefined && damage.kind !== 'state') this.health.reportDamage(damage.message);
  }

  /** Whether a store that has forgotten stands where it stood. */
  async #isUnchanged({ version, id }: StorePosition): Promise<boolean> {
    const [last] = await this.#ask((store) => store.query({ order: 'newest_first', limit: 1 }));
    return version > 0 && last?.id === id;
  }

  /** None where the log is damaged: what it has led to may be sound. */
  async #entriesFrom(version: number): Promise<readonly AuditEntry[]> {
    const query = { after: version - 1, order: 'oldest_first', limit: PAGE } as const;
    try {
      return await this.#store.ask((store) => store.query(query));
    } catch (error) {
      if (version === 0 || !(error instanceof StoreFailedError)) throw error;
      return [];
    }
  }

  /** @param isForked whether the store has another entry where this instance stands */
  async #readAll(isForked: boolean): Promise<void> {
    const heard: Parameters<StoreListener['changed']>[] = (this.#heard = []);
    try {
      await this.#compare(await readStore(this.#ask, this.#store.name, this.#content.verifier), isForked);
    } finally {
      this.#heard = undefined;
    }
    this.#gaps++;
    for (const news of heard) this.#hear(...news);
  }

  /** Follows what the store holds, unless it has forgotten what is known here or in the bootstrap file. */
  async #compare(stored: VerifiedContent, isForked: boolean): Promise<void> {
    const {
      content: { position },
      last,
    } = stored;
    const copy = this.health.hasRead ? undefined : await this.#options.bootstrap?.read({ isOptional: true });
    const before = copy ?? this.#content.whole();
    const known = { history: before.history, version: before.position.version };
    const forgotten = await forgottenBy(this.#ask, known, position, last);
    if (forgotten !== undefined) {
      if (copy !== undefined) this.#content.takeCopy(copy);
      this.#forgotten = forgotten;
      return;
    }
    const state = copy === undefined ? this.state : ReplicaState.empty().replacedBy(copy.documents);
    this.#forgotten = undefined;
    this.#content.take(stored);
    const wentBack = isForked || position.version < known.version || last?.history !== known.history;
    if (known.version > 0 && wentBack) this.#warnOfLoss(state, known.version, position.version);
  }

  #warnOfLoss(before: ReplicaState, from: number, to: number): void {
    const lost = lostChanges(before, this.state);
    const { name } = this.#store;
    this.#options.logger.warn(
      to < from
        ? `Flag store "${name}" has gone back from version ${from} to ${to}: it has lost changes, and they are taken back ` +
            `here, too: ${lost}.`
        : `Flag store "${name}" has gone back and on again, to version ${to}: what it has lost is taken back here, too. ` +
            `It differs from what was known: ${lost}.`,
    );
  }

  /** The one way of all that comes into force here. */
  #changed(entries: readonly AuditEntry[] | undefined): void {
    const { changed, bootstrap } = this.#options;
    this.health.hasRead = true;
    this.health.setProblems(this.#content.state);
    changed(entries);
    bootstrap?.save(() => this.#content.whole());
  }

  /** A little early or late, so that not all instances ask at once; at once for 0. */
  #syncSoon(delay: number): void {
    this.#cancelSync?.();
    if (this.#closed) return;
    const sync = () => void this.sync().catch(() => {}); // shows in `health`, and is tried again
    if (delay === 0) sync();
    else this.#cancelSync = this.#options.clock.schedule(sync, delay * (0.8 + 0.4 * Math.random()));
  }

  #away(error: unknown): never {
    if (this.#closed) throw error;
    this.health.markUnavailable(error);
    this.#syncSoon(RETRY_MS);
    throw error;
  }
}

/** Whether it says no, and is there all the same. */
function isRefusal(error: unknown): error is StoreUnavailableError {
  return error instanceof StoreUnavailableError && error.isRefusal;
}
