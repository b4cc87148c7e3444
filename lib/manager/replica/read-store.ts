import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditProblem } from '../../store/audit/audit-problem.js';
import type { AuditVerifier } from '../../store/audit/audit-verifier.js';
import type { StoreContent } from '../../store/flag-store.js';
import { StateDigest } from '../../store/audit/state-digest.js';
import { StoreFailedError } from '../../store/store.errors.js';
import { lastEntry } from './store-data-loss.js';
import type { AskStore } from './store-calls.js';

/** What a store holds, as its last entry confirms it. */
export interface VerifiedContent {
  readonly content: StoreContent;
  /** `undefined` for a store that is empty. */
  readonly last: AuditEntry | undefined;
  /** Of the documents. */
  readonly digest: StateDigest;
}

const ATTEMPTS = 3;
const REMEDY =
  'Restore the store from a backup. If somebody has changed it by hand, undo that: changes are made through the manager.';

/**
 * Reads a whole store, and verifies it.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when its documents are not what its last entry has led to
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`)
 */
export async function readStore(ask: AskStore, store: string, verifier: AuditVerifier): Promise<VerifiedContent> {
  const content = await readContent(ask, verifier);
  const problem = problemOfContent(content, verifier);
  if (problem === undefined) return content;
  throw new StoreFailedError(store, `${problem.message} ${REMEDY}`);
}

/** What is wrong with what a store holds. */
export async function problemOfStore(ask: AskStore, verifier: AuditVerifier): Promise<AuditProblem | undefined> {
  return problemOfContent(await readContent(ask, verifier), verifier);
}

async function readContent(ask: AskStore, verifier: AuditVerifier): Promise<VerifiedContent> {
  for (let attempt = 1; ; attempt++) {
    const content = await ask((asked) => asked.read(verifier));
    const last = await lastEntry(ask, content.position);
    if (last === undefined && content.position.version > 0 && attempt < ATTEMPTS) continue; // a short log may have moved on
    return { content, last, digest: StateDigest.of(content.documents) };
  }
}

function problemOfContent(stored: VerifiedContent, verifier: AuditVerifier): AuditProblem | undefined {
  return verifier.problemOfState(stored.content.position, stored.last, stored.digest);
}
