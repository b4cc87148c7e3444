import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditKeysOptions } from '../../store/audit/audit-keys.js';
import type { AuditProblem, AuditVerification } from '../../store/audit/audit-problem.js';
import { verifyLines } from '../../store/audit/verify-entries.js';
import type { AuditSource, KnownHead } from './audit-source.js';

/** Verifies each line, and that the log contains the last entry that its store has acknowledged. */
export async function verifySource({ lines, head }: AuditSource, keys: AuditKeysOptions): Promise<AuditVerification> {
  let acknowledged: AuditEntry | undefined;
  const verification = await verifyLines(lines, keys, (entry) => {
    if (entry.version === head?.version) acknowledged ??= entry;
  });
  const problem = verification.isIntact && head !== undefined ? problemOfHead(head, acknowledged) : undefined;
  return problem === undefined ? verification : { ...verification, isIntact: false, problem };
}

/** Compares the last entry that the store has acknowledged with the entry of this version in the log. */
function problemOfHead({ version, id, hash }: KnownHead, entry: AuditEntry | undefined): AuditProblem | undefined {
  if (version === 0) return undefined;
  if (entry === undefined) {
    const message = `Audit entry ${version}: it is missing, although it is the last one of the store.`;
    return { kind: 'missing', version, message };
  }
  if (entry.id === id && (hash === undefined || entry.hash === hash)) return undefined;
  const message = `Audit entry ${version}: it is not the one that the store names as its last one.`;
  return { kind: 'replaced', version, message };
}
