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

/** Enough for this instance's own entries, which it receives again later. */
const REMEMBERED = 1000;

export interface ReplicaContentOptions {
  /** The store's name, for errors. */
  readonly store: string;
  /** Hashes and verifies the entries. */
  readonly keys: AuditKeys;
  /** Receives the documents that cannot be read. */
  readonly health: ReplicaHealth;
  /** Receives a copy of each state. */
  readonly bootstrap: BootstrapFile | undefined;
  /** Receives `store_changed`. */
  readonly events: ManagerEvents;
}

/** Frozen entries that this instance created, and the end of the log that they follow. */
interface OwnEntries {
  readonly entries: readonly AuditEntry[];
  readonly after: ChainEnd;
  /** The digest of the documents after them. */
  readonly digest: StateDigest;
}

/** The content of the store as one instance has read it, with the position in the log. */
export class ReplicaContent {
  readonly verifier: AuditVerifier;
  readonly keys: AuditKeys;
  readonly #options: ReplicaContentOptions;
  #state = ReplicaState.empty();
  #position: StorePosition = START;
  #history: string | undefined;
  #end: ChainEnd = { hash: NO_HASH, digest: NO_DOCUMENTS };
  #problem: AuditProblem | undefined;
  /** The entries that this instance is about to append, which need no verification. */
  #own: OwnEntries | undefined;
  /** The ids of the last consecutive entries that were applied, by version. */
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

  /** The history of the content, and its version. */
  get known(): StoreHistory {
    return { history: this.#history, version: this.#position.version };
  }

  /** Whether the entry at this position is in force here, among the last 1,000 entries. */
  knows({ version, id }: StorePosition): boolean {
    return (version === this.#position.version ? this.#position.id : this.#recent.get(version)) === id;
  }

  /** Why the last entries were not applied: one of them was altered. */
  get problem(): AuditProblem | undefined {
    return this.#problem;
  }

  /** Links entries to {@link position}, to be appended immediately. */
  chained(entries: readonly UnchainedEntry[]): readonly AuditEntry[] {
    const digest = this.#end.digest.after(entries);
    const chained = linkedEntries(entries, { hash: this.#end.hash, stateHash: digest.value }, this.keys);
    this.#own = { entries: chained, after: this.#end, digest };
    return chained;
  }

  /** A copy of the content, with the name of the history and the hash of the last entry. */
  copy(): StoreCopy {
    const { hash } = this.#end;
    return { position: this.#position, documents: this.#state.documents(), history: this.#history, hash };
  }

  /** @throws {StoreFailedError} when an override cannot be read */
  replaceBy({ content, last, digest }: VerifiedContent): void {
    this.#replace(content, last?.history, { hash: last?.hash ?? NO_HASH, digest });
  }

  /**
   * Replaces the content by a verified copy of the store.
   *
   * @throws {StoreFailedError} when an override cannot be read
   */
  replaceByCopy(copy: StoreCopy): void {
    this.#replace(copy, copy.history, { hash: copy.hash, digest: StateDigest.of(copy.documents) });
  }

  /**
   * @throws {StoreFailedError} when an override cannot be read, because an unreadable kill switch must not be ignored
   *   */
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
   * Applies entries. Those that are already in force are skipped.
   *
   * @param after the position in the log that they follow
   * @returns `false` if they do not continue the current content: entries between are missing, the log is a different
   *   one, or an entry was altered, which is then the {@link problem}
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

  /**
   * The entries that are new, compared by id, because versions alone are ambiguous: a restored store continues from an
   * older version.
   */
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

  /** Returns this instance's own append if the new entries are exactly its entries. */
  #ownAmong(news: readonly AuditEntry[]): OwnEntries | undefined {
    const own = this.#own;
    if (own === undefined || own.after !== this.#end || own.entries.length !== news.length) return undefined;
    return own.entries.every((entry, i) => entry === news[i]) ? own : undefined;
  }

  #problemOf(news: readonly AuditEntry[], digest: StateDigest): AuditProblem | undefined {
    let before: ChainLink = { version: this.#position.version, hash: this.#end.hash };
    for (const entry of news) {
      const problem = this.verifier.problemAfter(before, entry);
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
