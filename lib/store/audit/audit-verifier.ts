import type { AuditEntry } from '../audit-entry.js';
import { faultOfEntry, NO_HASH } from './audit-chain.js';
import type { AuditKeys } from './audit-keys.js';
import type { AuditProblem, AuditProblemKind } from './audit-problem.js';
import type { StateDigest } from './state-digest.js';

/** Verifies the entries of a log, and that documents match it. */
export class AuditVerifier {
  readonly #keys: AuditKeys;

  constructor(keys: AuditKeys) {
    this.#keys = keys;
  }

  /** Finds the problem of an entry, regardless of the previous ones. */
  problemOf(entry: AuditEntry): AuditProblem | undefined {
    const fault = faultOfEntry(entry, this.#keys);
    if (fault === undefined) return undefined;
    const remedy = fault === 'bad_signature' ? this.#signatureRemedy() : REMEDIES[fault];
    return problem(fault, entry.version, remedy);
  }

  /** Finds the problem of an entry and of its link to the previous one. */
  problemAfter(before: ChainLink, entry: AuditEntry): AuditProblem | undefined {
    const expected = before.version + 1;
    const { version } = entry;
    if (version > expected) {
      return problem('missing', expected, `it is missing: entry ${version} comes after entry ${before.version}`);
    }
    if (version < expected) {
      return problem('moved', version, `it is repeated or out of order: it comes after entry ${before.version}`);
    }
    const own = this.problemOf(entry);
    if (own !== undefined) return own;
    if (entry.previousHash === before.hash) return undefined;
    return problem('replaced', version, 'the entry before it is not the one that preceded it when it was written');
  }

  /** Checks whether documents match the log of a store, given its last entry. */
  problemOfState(
    position: Pick<AuditEntry, 'version' | 'id'>,
    last: AuditEntry | undefined,
    digest: StateDigest,
  ): AuditProblem | undefined {
    const { version, id } = position;
    if (version === 0 && last === undefined) {
      const isEmpty = digest.isEmpty;
      return isEmpty ? undefined : problem('state', 0, 'there are documents, but no entries that led to them');
    }
    if (last === undefined)
      return problem('missing', version, 'it is missing, although it is the last one of the store');
    if (last.version !== version || last.id !== id) {
      return problem('replaced', version, 'it is not the one that the store names as its last one');
    }
    return this.problemOf(last) ?? this.problemOfDocuments(last, digest);
  }

  /** Whether documents match the state after an entry that has itself been verified. */
  problemOfDocuments({ version, stateHash }: AuditEntry, digest: StateDigest): AuditProblem | undefined {
    if (stateHash === digest.value) return undefined;
    return problem('state', version, 'the documents do not match the state after it: one was edited, added or removed');
  }

  #signatureRemedy(): string {
    return this.#keys.canSign
      ? 'it was edited, or signed by a secret that is not in "auditSecret": keep old secrets there after the new one'
      : 'it is signed, and there is no secret to verify it with: set "auditSecret"';
  }
}

/** The basis for verifying an entry: the entry before it. */
export type ChainLink = Pick<AuditEntry, 'version' | 'hash'>;

/** The position before the first entry. */
export const FIRST_LINK: ChainLink = { version: 0, hash: NO_HASH };

const REMEDIES = {
  edited: 'it differs from what was written',
  unsigned:
    'it is not signed. If entries before "auditSecret" was set are not, set "auditSignedFrom" to the first version that is',
};

function problem(kind: AuditProblemKind, version: number, text: string): AuditProblem {
  return { kind, version, message: `Audit entry ${version}: ${text}.` };
}
