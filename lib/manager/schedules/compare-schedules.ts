import type { FlagSchedule } from '../../store/flag-schedule.js';

/** Orders schedules by their time; those with the same time by the order in which they were scheduled. */
export function compareSchedules(a: FlagSchedule, b: FlagSchedule): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.version ?? 0) - (b.version ?? 0);
}
