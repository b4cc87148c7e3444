import type { AuditEntry } from '../../lib/store/audit-entry.js';
import type { AnnouncedChange } from './worker/announced-changes.js';

type Log = readonly AuditEntry[];

/** Versions that are missing from a log of all changes, or there twice. */
export function gapsOf(log: Log): readonly string[] {
  return log.flatMap(({ version }, i) => (version === i + 1 ? [] : [`entry ${i + 1} has version ${version}`]));
}

/** Changes that were acknowledged and are not in the log. */
export function lostFrom(log: Log, acknowledged: readonly string[]): readonly string[] {
  const kept = new Set(log.map(({ reason }) => reason));
  return acknowledged.filter((label) => !kept.has(label));
}

/** Changes that are in the log more than once. */
export function repeatedIn(log: Log): readonly string[] {
  const seen = new Set<string>();
  return log.flatMap(({ reason }) => {
    if (reason === undefined || !seen.has(reason)) return (seen.add(reason ?? ''), []);
    return [`"${reason}" was made again`];
  });
}

/** Where the announcements of an instance differ from the log, each entry once and in order, up to its end. */
export function strayedFrom(log: Log, announced: readonly AnnouncedChange[], who: string): readonly string[] {
  const length = Math.max(log.length, announced.length);
  const strayed = Array.from({ length }, (_, i) => i).find((i) => announced[i]?.id !== log[i]?.id);
  if (strayed === undefined) return [];
  return [`${who} announced ${versionOf(announced[strayed])} instead of ${versionOf(log[strayed])}`];
}

function versionOf(change: { readonly version: number } | undefined): string {
  return change === undefined ? 'nothing' : `version ${change.version}`;
}
