import type { AuditActionOf } from '../../store/audit/audit-actions.js';
import type { FlagSchedule } from '../../store/flag-schedule.js';
import type { AuditRecord } from '../changes/change.js';

/** The record that removes a scheduled change from the store. */
export function scheduleEnd(
  action: AuditActionOf<'schedule'>,
  schedule: FlagSchedule,
  by: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: schedule.change.key, before: schedule, after: null, ...by };
}
