import type { AuditEntry } from '../../store/audit-entry.js';
import type { StorePosition } from '../../store/flag-store.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { StoreHistory } from '../../store/store-history.js';
import type { AskStore } from './store-calls.js';

/** A loss of data in a store: the history that this instance has read, and the position that was found instead. */
export interface StoreDataLoss {
  /** The history of the store, as far as this instance has read it. */
  readonly known: StoreHistory;
  /** The current position of the store. */
  readonly found: StorePosition;
}

/**
 * Finds out whether a store has lost the history that an instance follows: it is empty, or has begun another history,
 * and no operator has restored the old one or accepted its loss. An older state of the same history is not a data loss.
 *
 * @param last the entry at the store's position; `undefined` when its log does not contain it
 */
export async function findDataLoss(
  ask: AskStore,
  known: StoreHistory,
  found: StorePosition,
  last: AuditEntry | undefined,
): Promise<StoreDataLoss | undefined> {
  if (known.version === 0) return undefined;
  if (found.version === 0) return { known, found };
  if (known.history === undefined || last?.history === undefined || last.history === known.history) return undefined;
  return (await hasTakenOver(ask, known)) ? undefined : { known, found };
}

/** The entry at a store's position; `undefined` when its log does not contain it, or is damaged. */
export async function lastEntry(ask: AskStore, { version, id }: StorePosition): Promise<AuditEntry | undefined> {
  if (version === 0) return undefined;
  const query = { after: version - 1, before: version + 1, order: 'oldest_first', limit: 1 } as const;
  try {
    const [last] = await ask((store) => store.query(query));
    return last?.id === id ? last : undefined;
  } catch (error) {
    if (error instanceof StoreFailedError) return undefined; // the documents may still be intact
    throw error;
  }
}

/** Entries that record an operator's decision about a lost history, newest first. */
export async function decisionsOn(ask: AskStore, { history }: StoreHistory): Promise<readonly AuditEntry[]> {
  const actions = ['store_restored', 'store_accepted'] as const;
  const found = await Promise.all(
    actions.map((action) => ask((store) => store.query({ action, order: 'newest_first', limit: MOST_DECISIONS }))),
  );
  return found.flat().filter(({ continues }) => continues?.history === history);
}

/** Whether all known changes were restored to the store, or an operator has accepted the loss. */
async function hasTakenOver(ask: AskStore, known: StoreHistory): Promise<boolean> {
  const decisions = await decisionsOn(ask, known);
  return decisions.some(
    ({ action, continues }) => action === 'store_accepted' || (continues?.version ?? 0) >= known.version,
  );
}

const MOST_DECISIONS = 100;
