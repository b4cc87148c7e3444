import { parseAuditLine } from '../../store/audit/audit-line.js';
import type { AuditKeysOptions } from '../../store/audit/audit-keys.js';
import type { AuditVerification } from '../../store/audit/audit-problem.js';
import { verifyAuditExport } from '../../store/audit/verify-entries.js';
import type { AuditSource } from './audit-source.js';

/** Verifies each line, and that the log contains the last entry that its store has acknowledged. */
export async function verifySource({ lines, head }: AuditSource, keys: AuditKeysOptions): Promise<AuditVerification> {
  let acknowledged: string | undefined;
  async function* watched(): AsyncGenerator<string, void, void> {
    for await (const line of lines) {
      const entry = acknowledged === undefined && head !== undefined ? parseAuditLine(line) : undefined;
      if (entry !== undefined && entry.version === head?.version) acknowledged = entry.hash;
      yield line;
    }
  }
  const verification = await verifyAuditExport(watched(), keys);
  if (!verification.isIntact || head === undefined || head.version === 0 || acknowledged === head.hash) {
    return verification;
  }
  const { version } = head;
  const problem =
    acknowledged === undefined
      ? ({
          kind: 'missing',
          version,
          message: `Audit entry ${version}: it is missing, although head.json names it.`,
        } as const)
      : ({
          kind: 'state',
          version,
          message: `Audit entry ${version}: it is not the one that head.json names.`,
        } as const);
  return { ...verification, isIntact: false, problem };
}
