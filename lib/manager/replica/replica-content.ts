import { deepFreeze } from '../../engine/plain-data.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import { isAuditEntry } from '../../store/audit-line.js';
import { START, type StoreContent, type StorePosition } from '../../store/flag-store.js';
import type { StoreHistory } from '../../store/store-history.js';
import { StoreFailedError } from '../../store/store.errors.js';
import { ReplicaState } from './replica-state.js';

/** Enough for those that this instance made itself and hears of later. */
const REMEMBERED = 1000;

/** What a store holds, and the name of its history. */
export interface StoreCopy extends StoreContent {
  readonly history?: string | undefined;
}

/** What one instance knows of its store, and at which entry of the log that is. */
export class ReplicaContent {
  readonly #store: string;
  readonly #changed: (entries: readonly AuditEntry[] | undefined) => void;
  #state = ReplicaState.empty();
  #position: StorePosition = START;
  #history: string | undefined;
  /** The ids of the last entries that were put in force one after another, by version. */
  readonly #recent = new Map<number, string>();

  /**
   * @param store its name, for errors
   * @param changed called at each change, with the new entries; without them when everything was replaced
   */
  constructor(store: string, changed: (entries: readonly AuditEntry[] | undefined) => void) {
    this.#store = store;
    this.#changed = changed;
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

  /** As a store would answer it, with the name of its history. */
  whole(): StoreCopy {
    return { position: this.#position, documents: this.#state.documents(), history: this.#history };
  }

  /** @throws {StoreFailedError} when an override cannot be read: a kill switch that is not known must not be passed over */
  replace({ position, documents, history }: StoreCopy): void {
    const state = this.#state.replacedBy(documents);
    const { unreadableOverride } = state;
    if (unreadableOverride !== undefined) throw new StoreFailedError(this.#store, unreadableOverride);
    this.#recent.clear();
    this.#history = history;
    this.#put(state, position);
    this.#changed(undefined);
  }

  /**
   * Puts entries in force. Those that are known are passed over.
   *
   * @param after what they follow in the log
   * @returns `false` when they do not lead on from what is known: some between are missing, or the log is another one
   */
  apply(entries: readonly AuditEntry[], after: StorePosition): boolean {
    const news = this.#newsAmong(entries, after);
    const last = news?.at(-1);
    if (news === undefined || last === undefined) return news !== undefined;
    this.#history = last.history;
    this.#put(this.#state.after(news), last);
    for (const { version, id } of news) this.#recent.set(version, id);
    for (const version of this.#recent.keys()) {
      if (this.#recent.size <= REMEMBERED) break;
      this.#recent.delete(version);
    }
    this.#changed(deepFreeze(news));
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

  #put(state: ReplicaState, { version, id }: StorePosition): void {
    this.#state = state;
    this.#position = { version, id };
  }
}
