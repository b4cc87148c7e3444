import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';

type Log = readonly AuditEntry[];

/** The entries that tell of a schedule's end. */
export function endsOf(log: Log, { id }: FlagSchedule): Log {
  return log.filter(({ action, before }) => {
    const isEnd = action !== 'schedule_added' && action.startsWith('schedule_');
    return isEnd && before !== null && 'id' in before && before.id === id;
  });
}

/** What is wrong with a log in which this schedule should have ended so, once: carried out, or dropped. */
export function notEndedBy(
  log: Log,
  end: 'schedule_carried_out' | 'schedule_dropped',
  schedule: FlagSchedule,
): readonly string[] {
  const ends = endsOf(log, schedule).map(({ action }) => action);
  const effects = log.filter(({ reason, action }) => reason === schedule.reason && !action.startsWith('schedule_'));
  const due = end === 'schedule_carried_out' ? 1 : 0;
  if (effects.length === due && ends.length === 1 && ends[0] === end) return [];
  return [`"${schedule.reason}" ended by ${ends.join(', ') || 'nothing'}, and has changed ${effects.length} things`];
}
