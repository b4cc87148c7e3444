import { deepFreeze } from '../../engine/json/plain-data.js';
import { linkedEntries, NO_HASH, type ChainEnd, type UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditKeys } from '../../store/audit/audit-keys.js';
import { isAuditEntry } from '../../store/audit/audit-line.js';
import type { AuditProblem } from '../../store/audit/audit-problem.js';
import { AuditVerifier, type ChainLink } from '../../store/audit/audit-verifier.js';
import { START, type StoreContent, type StorePosition } from '../../store/flag-store.js';
import type { StoreHistory } from '../../store/store-history.js';
import { NO_DOCUMENTS, StateDigest } from '../../store/audit/state-digest.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { ManagerEvents } from '../manager-events.js';
import type { BootstrapFile } from './bootstrap-file.js';
import type { VerifiedContent } from './read-store.js';
import type { ReplicaHealth } from './replica-health.js';
import { ReplicaState } from './replica-state.js';
import type { StoreCopy } from './store-copy.js';

/** Enough for those that this instance made itself and hears of later. */
const REMEMBERED = 1000;

export interface ReplicaContentOptions {
  /** The store's name, for errors. */
  readonly store: string;
  /** By which its entries are hashed and verified. */
  readonly keys: AuditKeys;
  /** Is told which documents cannot be read. */
  readonly health: ReplicaHealth;
  /** Gets a copy of each state. */
  readonly bootstrap: BootstrapFile | undefined;
  /** Is told of `store_changed`. */
  readonly events: ManagerEvents;
}

/** Entries that this instance made, frozen, and the end of the log that they follow. */
interface OwnEntries {
  readonly entries: readonly AuditEntry[];
  readonly after: ChainEnd;
  /** The digest of the documents after them. */
  readonly digest: StateDigest;
}

/** What one instance knows of its store, and at which entry of the log that is. */
export class ReplicaContent {
  readonly verifier: AuditVerifier;
  readonly keys: AuditKeys;
  readonly #options: ReplicaContentOptions;
  #state = ReplicaState.empty();
  #position: StorePosition = START;
  #history: string | undefined;
  #end: ChainEnd = { hash: NO_HASH, digest: NO_DOCUMENTS };
  #problem: AuditProblem | undefined;
  /** What this instance is about to append, and therefore need not verify. */
  #own: OwnEntries | undefined;
  /** The ids of the last entries that were put in force one after another, by version. */
  readonly #recent = new Map<number, string>();

  constructor(options: ReplicaContentOptions) {
    this.#options = options;
    this.keys = options.keys;
    this.verifier = new AuditVerifier(options.keys);
  }

  get state(): ReplicaState {
    return this.#state;
  }

  get position(): StorePosition {
    return this.#position;
  }

  /** The history that it is in, and how far. */
  get known(): StoreHistory {
    return { history: this.#history, version: this.#position.version };
  }

  /** Whether the entry at this position is in force here, as far as is remembered. */
  knows({ version, id }: StorePosition): boolean {
    return (version === this.#position.version ? this.#position.id : this.#recent.get(version)) === id;
  }

  /** Why the last entries were not put in force: one of them is not what was written. */
  get problem(): AuditProblem | undefined {
    return this.#problem;
  }

  /** Entries that follow {@link position}, to be appended at once. */
  chained(entries: readonly UnchainedEntry[]): readonly AuditEntry[] {
    const digest = this.#end.digest.after(entries);
    const chained = linkedEntries(entries, { hash: this.#end.hash, stateHash: digest.value }, this.keys);
    this.#own = { entries: chained, after: this.#end, digest };
    return chained;
  }

  /** As a store would answer it, with the name of its history and the hash of its last entry. */
  copy(): StoreCopy {
    const { hash } = this.#end;
    return { position: this.#position, documents: this.#state.documents(), history: this.#history, hash };
  }

  /** @throws {StoreFailedError} when an override cannot be read */
  replaceBy({ content, last, digest }: VerifiedContent): void {
    this.#replace(content, last?.history, { hash: last?.hash ?? NO_HASH, digest });
  }

  /**
   * Takes a copy of a store that has been verified.
   *
   * @throws {StoreFailedError} when an override cannot be read
   */
  replaceByCopy(copy: StoreCopy): void {
    this.#replace(copy, copy.history, { hash: copy.hash, digest: StateDigest.of(copy.documents) });
  }

  /** @throws {StoreFailedError} when an override cannot be read: a kill switch that is not known must not be passed over */
  #replace({ position, documents }: StoreContent, history: string | undefined, end: ChainEnd): void {
    const state = this.#state.replacedBy(documents);
    const { unreadableOverride } = state;
    if (unreadableOverride !== undefined) throw new StoreFailedError(this.#options.store, unreadableOverride);
    this.#recent.clear();
    this.#history = history;
    this.#put(state, position, end);
    this.#announce(undefined);
  }

  /**
   * Puts entries in force. Those that are known are passed over.
   *
   * @param after what they follow in the log
   * @returns `false` when they do not lead on from what is known: some between are missing, the log is another one, or an
   *   entry is not what was written, which is then the {@link problem}
   */
  apply(entries: readonly AuditEntry[], after: StorePosition): boolean {
    this.#problem = undefined;
    const news = this.#newsAmong(entries, after);
    const last = news?.at(-1);
    if (news === undefined || last === undefined) return news !== undefined;
    const own = this.#ownAmong(news);
    const digest = own?.digest ?? this.#end.digest.after(news);
    this.#problem = own === undefined ? this.#problemOf(news, digest) : undefined;
    if (this.#problem !== undefined) return false;
    this.#history = last.history;
    this.#state.apply(news);
    this.#put(this.#state, last, { hash: last.hash, digest });
    for (const { version, id } of news) this.#recent.set(version, id);
    for (const version of this.#recent.keys()) {
      if (this.#recent.size <= REMEMBERED) break;
      this.#recent.delete(version);
    }
    this.#announce(deepFreeze(news));
    return true;
  }

  /** Versions alone do not tell: a store that was put back counts on from an older one. */
  #newsAmong(entries: readonly AuditEntry[], after: StorePosition): readonly AuditEntry[] | undefined {
    if (!entries.every(isAuditEntry) || entries.some(({ version }, i) => version !== after.version + 1 + i)) {
      return undefined;
    }
    const { version, id } = this.#position;
    const last = entries.at(-1) ?? after;
    if (last.version < version) return this.#recent.get(last.version) === last.id ? [] : undefined;
    const known = version === after.version ? after : entries[version - after.version - 1];
    return known?.id === id ? entries.slice(version - after.version) : undefined;
  }

  /** This instance's own append, if the new entries are exactly those. */
  #ownAmong(news: readonly AuditEntry[]): OwnEntries | undefined {
    const own = this.#own;
    if (own === undefined || own.after !== this.#end || own.entries.length !== news.length) return undefined;
    return own.entries.every((entry, i) => entry === news[i]) ? own : undefined;
  }

  #problemOf(news: readonly AuditEntry[], digest: StateDigest): AuditProblem | undefined {
    let before: ChainLink = { version: this.#position.version, hash: this.#end.hash };
    for (const entry of news) {
      const problem = this.verifier.problemBehind(before, entry);
      if (problem !== undefined) return problem;
      before = entry;
    }
    const last = news.at(-1);
    return last?.stateHash === undefined ? undefined : this.verifier.problemOfDocuments(last, digest);
  }

  #put(state: ReplicaState, { version, id }: StorePosition, end: ChainEnd): void {
    this.#state = state;
    this.#end = end;
    this.#own = undefined;
    this.#position = { version, id };
  }

  #announce(entries: readonly AuditEntry[] | undefined): void {
    const { health, bootstrap, events } = this.#options;
    health.markRead(this.#state);
    events.emit('store_changed', entries);
    bootstrap?.save(() => this.copy());
  }
}
