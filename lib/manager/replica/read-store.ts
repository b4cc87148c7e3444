import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditProblem } from '../../store/audit/audit-problem.js';
import type { AuditVerifier } from '../../store/audit/audit-verifier.js';
import type { StoreContent } from '../../store/flag-store.js';
import { StateDigest } from '../../store/audit/state-digest.js';
import { StoreFailedError } from '../../store/store.errors.js';
import { lastEntry } from './store-data-loss.js';
import type { AskStore } from './store-calls.js';

/** The content of a store, verified by its last entry. */
export interface VerifiedContent {
  readonly content: StoreContent;
  /** The last entry; `undefined` if the store is empty. */
  readonly last: AuditEntry | undefined;
  /** The digest of the documents. */
  readonly digest: StateDigest;
}

const ATTEMPTS = 3;
const REMEDY =
  'Restore the store from a backup. If it was edited by hand, undo that: make changes through the manager only.';

/**
 * Reads and verifies a whole store.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when its documents do not match its last entry
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`)
 */
export async function readStore(ask: AskStore, store: string, verifier: AuditVerifier): Promise<VerifiedContent> {
  const content = await readContent(ask, verifier);
  const problem = problemOfContent(content, verifier);
  if (problem === undefined) return content;
  throw new StoreFailedError(store, `${problem.message} ${REMEDY}`);
}

/** Finds a problem with the content of a store. */
export async function problemOfStore(ask: AskStore, verifier: AuditVerifier): Promise<AuditProblem | undefined> {
  return problemOfContent(await readContent(ask, verifier), verifier);
}

async function readContent(ask: AskStore, verifier: AuditVerifier): Promise<VerifiedContent> {
  for (let attempt = 1; ; attempt++) {
    const content = await ask((asked) => asked.read(verifier));
    const last = await lastEntry(ask, content.position);
    if (last === undefined && content.position.version > 0 && attempt < ATTEMPTS) continue; // a short log may have dropped it meanwhile
    return { content, last, digest: StateDigest.of(content.documents) };
  }
}

function problemOfContent(stored: VerifiedContent, verifier: AuditVerifier): AuditProblem | undefined {
  return verifier.problemOfState(stored.content.position, stored.last, stored.digest);
}
