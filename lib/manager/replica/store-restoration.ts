import { randomUUID } from 'node:crypto';
import { chainedEntries, NO_HASH, type UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditKeys } from '../../store/audit/audit-keys.js';
import { AuditVerifier } from '../../store/audit/audit-verifier.js';
import type { StorePosition } from '../../store/flag-store.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import type { StoreHistory } from '../../store/store-history.js';
import { documentOf, type DocumentName } from '../../store/stored-document.js';
import type { Clock } from '../clock.js';
import { decisionsOn, findDataLoss } from './store-data-loss.js';
import { missingDocuments, restoringChange } from './missing-documents.js';
import { readStore, type VerifiedContent } from './read-store.js';
import { ReplicaState } from './replica-state.js';
import type { AskStore } from './store-calls.js';

/** The result of `restoreStore()`. */
export interface StoreRestoration {
  /** The number of flags, segments, overrides and schedules that were written; 0 if another instance was faster. */
  readonly restored: number;
  /** The number of those that the store has in a newer version, which was kept. */
  readonly kept: number;
}

export interface StoreRestorationOptions {
  readonly ask: AskStore;
  /** The store's name. */
  readonly store: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly keys: AuditKeys;
  /** The history that this instance follows, and its version. */
  readonly known: StoreHistory;
  readonly state: ReplicaState;
  /** The operator who restores or accepts the store. */
  readonly by: { readonly actor: string; readonly reason?: string };
}

type DraftEntry = Omit<UnchainedEntry, 'id' | 'version' | 'time' | 'history' | 'actor' | 'reason' | 'origin'>;

/** The maximum number of documents in one append, which is atomic. */
const BATCH = 1000;
const ATTEMPTS = 1000;
const PAGE = 1000;
/** Distinguishes restored documents from changes by operators. */
const ORIGIN = 'restore';

/**
 * Writes the state of one instance to a store that has lost it, as audited changes, overrides first. Only missing
 * documents are written, and a final entry records that the store continues the lost history. Therefore, several
 * instances may restore concurrently without writing anything twice, and an interrupted restoration can be repeated.
 *
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
 */
export async function restoreStore(options: StoreRestorationOptions): Promise<StoreRestoration> {
  let restored = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { stored: found, hasDataLoss } = await inspect(options);
    if (!hasDataLoss) return { restored, kept: 0 };
    const { content } = found;
    const rewritten = await restoredBefore(options, content.position);
    const stored = ReplicaState.empty().replacedBy(content.documents);
    const { missing, kept } = missingDocuments(options.state, stored, (name) => rewritten.has(textOf(name)));
    const batch = missing.slice(0, BATCH);
    const isLast = batch.length === missing.length;
    const drafts: DraftEntry[] = batch.map((document, i) =>
      restoringChange(document, content.position.version + 1 + i),
    );
    if (isLast) drafts.push(decision('store_restored', options));
    if (!(await append(options, drafts, found))) continue; // another instance was faster: read the store again
    restored += batch.length;
    if (isLast) return { restored, kept };
  }
  throw overtaken(options);
}

/**
 * Records that the content of a store is valid from now on, regardless of the lost history.
 *
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
 */
export async function acceptStore(options: StoreRestorationOptions): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { stored, hasDataLoss } = await inspect(options);
    if (!hasDataLoss) return;
    if (await append(options, [decision('store_accepted', options)], stored)) return;
  }
  throw overtaken(options);
}

async function inspect({ ask, store, keys, known }: StoreRestorationOptions) {
  const stored = await readStore(ask, store, new AuditVerifier(keys));
  const dataLoss = await findDataLoss(ask, known, stored.content.position, stored.last);
  return { stored, hasDataLoss: dataLoss !== undefined };
}

/** The documents whose last write was a restoration of an earlier state of this history. */
async function restoredBefore(
  { ask, known }: StoreRestorationOptions,
  { version }: StorePosition,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  if (version === 0 || (await decisionsOn(ask, known)).length === 0) return names;
  for (let after = 0; after < version;) {
    const query = { after, order: 'oldest_first', limit: PAGE } as const;
    const entries = await ask((store) => store.query(query));
    for (const entry of entries) {
      const write = documentOf(entry);
      if (write === undefined) continue;
      if (entry.origin === ORIGIN) names.add(textOf(write));
      else names.delete(textOf(write));
    }
    after = entries.at(-1)?.version ?? version;
  }
  return names;
}

function decision(action: 'store_restored' | 'store_accepted', { known, store }: StoreRestorationOptions): DraftEntry {
  return { action, key: store, before: null, after: null, continues: known };
}

/** Appends entries: an empty store begins a new history, any other one continues its own. */
async function append(
  { ask, clock, keys, by }: StoreRestorationOptions,
  drafts: readonly DraftEntry[],
  { content: { position }, last, digest }: VerifiedContent,
): Promise<boolean> {
  const time = new Date(clock.now()).toISOString();
  const history = last?.history ?? randomUUID();
  const entries = drafts.map((draft, i): UnchainedEntry => {
    const version = position.version + 1 + i;
    return { id: randomUUID(), version, time, ...draft, ...by, origin: ORIGIN, history };
  });
  const chained = chainedEntries(entries, { hash: last?.hash ?? NO_HASH, digest }, keys);
  const sending = new AbortController();
  try {
    return await ask((store) => store.append(chained, position, sending.signal));
  } catch (error) {
    sending.abort(error); // so that the entries are not stored later
    throw error;
  }
}

function textOf({ kind, id }: DocumentName): string {
  return `${kind}:${id}`;
}

function overtaken({ store }: StoreRestorationOptions): StoreUnavailableError {
  return new StoreUnavailableError(store, 'other changes were faster at each attempt. Try again.');
}
