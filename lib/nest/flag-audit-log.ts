import { Injectable } from '@nestjs/common';
import type { AuditFilter, AuditPage } from '../store/audit-entry.js';
import type { AuditVerification } from '../store/audit/audit-problem.js';
import { FlagManager } from '../manager/flag-manager.js';

/** The record of all changes, to read. Only changes write to it. */
@Injectable()
export class FlagAuditLog {
  constructor(private readonly flags: FlagManager) {}

  /** One page, newest entries first; see `FlagManager.getAuditLog`. */
  list(filter?: AuditFilter): Promise<AuditPage> {
    return this.flags.getAuditLog(filter);
  }

  /** Whether it is what was written, and has led to what the store holds; see `FlagManager.verifyAuditLog`. */
  verify(): Promise<AuditVerification> {
    return this.flags.verifyAuditLog();
  }

  /** All of it as JSON lines, oldest first; see `FlagManager.exportAuditLog`. */
  lines(filter?: Omit<AuditFilter, 'limit'>): AsyncGenerator<string, void, undefined> {
    return this.flags.exportAuditLog(filter);
  }
}
