import type { AuditEntry } from '../../store/audit-entry.js';
import type { StorePosition } from '../../store/flag-store.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { StoreHistory } from '../../store/store-history.js';
import type { AskStore } from './store-calls.js';

/** What was found in a store that does not hold what an instance knows. */
export interface ForgottenStore {
  readonly known: StoreHistory;
  /** Where the store stands. */
  readonly found: StorePosition;
}

/**
 * Whether a store has lost the history that an instance knows: it is empty, or has begun another history, and nobody has
 * restored the known one there or accepted its loss. An older state of the same history is none of these.
 *
 * @param last the entry at which the store stands; `undefined` when its log does not have it
 */
export async function forgottenBy(
  ask: AskStore,
  known: StoreHistory,
  found: StorePosition,
  last: AuditEntry | undefined,
): Promise<ForgottenStore | undefined> {
  if (known.version === 0) return undefined;
  if (found.version === 0) return { known, found };
  if (known.history === undefined || last?.history === undefined || last.history === known.history) return undefined;
  return (await hasTakenOver(ask, known)) ? undefined : { known, found };
}

/** The entry at which a store stands; `undefined` when its log does not have it, or is damaged. */
export async function lastEntry(ask: AskStore, { version, id }: StorePosition): Promise<AuditEntry | undefined> {
  if (version === 0) return undefined;
  const query = { after: version - 1, before: version + 1, order: 'oldest_first', limit: 1 } as const;
  try {
    const [last] = await ask((store) => store.query(query));
    return last?.id === id ? last : undefined;
  } catch (error) {
    if (error instanceof StoreFailedError) return undefined; // what the log has led to may be sound
    throw error;
  }
}

/** Entries by which an operator has decided about a lost history, newest first. */
export async function decisionsOn(ask: AskStore, { history }: StoreHistory): Promise<readonly AuditEntry[]> {
  const actions = ['store_restored', 'store_accepted'] as const;
  const found = await Promise.all(
    actions.map((action) => ask((store) => store.query({ action, order: 'newest_first', limit: MOST_DECISIONS }))),
  );
  return found.flat().filter(({ continues }) => continues?.history === history);
}

/** Whether the store goes on from all that is known, or an operator has accepted the loss. */
async function hasTakenOver(ask: AskStore, known: StoreHistory): Promise<boolean> {
  const decisions = await decisionsOn(ask, known);
  return decisions.some(
    ({ action, continues }) => action === 'store_accepted' || (continues?.version ?? 0) >= known.version,
  );
}

const MOST_DECISIONS = 100;
