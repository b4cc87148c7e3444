import { deepFreeze } from '../../engine/plain-data.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import { isAuditEntry } from '../../store/audit-line.js';
import { START, type StoreContent, type StorePosition } from '../../store/flag-store.js';
import { StoreFailedError } from '../../store/store.errors.js';
import { ReplicaState } from './replica-state.js';

/** What one instance knows of its store, and at which entry of the log that is. */
export class ReplicaContent {
  readonly #store: string;
  readonly #changed: (entries: readonly AuditEntry[] | undefined) => void;
  #state = ReplicaState.empty();
  #position: StorePosition = START;

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

  /** As a store would answer it. */
  whole(): StoreContent {
    return { position: this.#position, documents: this.#state.documents() };
  }

  /** @throws {StoreFailedError} when an override cannot be read: a kill switch that is not known must not be passed over */
  replace({ position, documents }: StoreContent): void {
    const state = this.#state.replacedBy(documents);
    const { unreadableOverride } = state;
    if (unreadableOverride !== undefined) throw new StoreFailedError(this.#store, unreadableOverride);
    this.#put(state, position);
    this.#changed(undefined);
  }

  /** Puts entries in force; `false` when some between are missing. Those that are known are passed over. */
  apply(entries: readonly AuditEntry[]): boolean {
    if (!entries.every(isAuditEntry)) return false;
    const news = entries.filter(({ version }) => version > this.#position.version);
    if (news.some(({ version }, i) => version !== this.#position.version + 1 + i)) return false;
    const last = news.at(-1);
    if (last === undefined) return true;
    this.#put(this.#state.after(news), last);
    this.#changed(deepFreeze(news));
    return true;
  }

  #put(state: ReplicaState, { version, id }: StorePosition): void {
    this.#state = state;
    this.#position = { version, id };
  }
}
