import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { none, RETRY_PAUSE, shown, times, within, type Figure } from './figure.js';
import { gapsOf, lostFrom, repeatedIn, strayedFrom } from './log-checks.js';
import { percentile } from './percentile.js';
import type { EvaluationReport } from './worker/evaluations.js';
import type { LoadReport } from './worker/load.js';
import type { AnnouncedChange } from './worker/announced-changes.js';

/** What a fleet has seen, process by process, and the log of what has happened. */
export interface FleetRecord {
  readonly reports: readonly (LoadReport & { readonly evaluations: EvaluationReport })[];
  readonly announced: readonly (readonly AnnouncedChange[])[];
  readonly log: readonly AuditEntry[];
  readonly recoveries: readonly Recovery[];
}

/** How long it took until all was well again. */
export interface Recovery {
  /** What was over. */
  readonly after: string;
  readonly milliseconds: number;
}

const RECOVERY_GOAL = 4;
/** The `storeTimeout` of the workers, and a fifth for a machine that is busy. */
export const LONGEST_CALL_MS = 6000;

/** Holds what a fleet has seen against the log. */
export function fleetFigures(title: string, { reports, announced, log, recoveries }: FleetRecord): readonly Figure[] {
  const evaluations = reports.map((report) => report.evaluations);
  const acknowledged = reports.flatMap((report) => report.acknowledged);
  const served = [...new Set(evaluations.flatMap((report) => report.served))];
  const unexpected = reports.flatMap((report) => report.unexpected);
  const refused = sum(reports.map((report) => report.refused));
  const asked = sum(evaluations.map(({ count }) => count));
  const strayed = announced.flatMap((list, i) => strayedFrom(log, list, `process ${i}`));
  const calls = reports.flatMap((report) => [
    report.longest,
    { call: 'evaluate', milliseconds: report.evaluations.longestMs },
  ]);
  const [longest] = calls.toSorted((a, b) => b.milliseconds - a.milliseconds);
  return [
    none(
      `${title}: failed evaluations`,
      evaluations.flatMap(({ failed }) => failed),
      `${asked}`,
    ),
    none(`${title}: answers that no stored change gives`, lostFrom(log, served), `${served.length}`),
    none(`${title}: acknowledged writes lost`, lostFrom(log, acknowledged), `${acknowledged.length}`),
    none(`${title}: gaps and repetitions in the audit log`, [...gapsOf(log), ...repeatedIn(log)], `${log.length}`),
    none(`${title}: instances that announced too much or too little`, strayed, `${announced.length}`),
    none(`${title}: writes that failed in an unexpected way`, unexpected, `${refused + unexpected.length} failed`),
    recoveryFigure(title, recoveries),
    within(`${title}: longest call`, LONGEST_CALL_MS, longest?.milliseconds ?? 0, longest?.call),
  ];
}

function recoveryFigure(title: string, recoveries: readonly Recovery[]): Figure {
  const [slowest] = recoveries.toSorted((a, b) => b.milliseconds - a.milliseconds);
  const median = percentile(
    recoveries.map(({ milliseconds }) => milliseconds),
    0.5,
  );
  const detail = `median ${shown(median)} ms of ${recoveries.length}; the slowest after ${slowest?.after}`;
  return times(`${title}: all equal again`, RECOVERY_GOAL, slowest?.milliseconds ?? 0, RETRY_PAUSE, detail);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
