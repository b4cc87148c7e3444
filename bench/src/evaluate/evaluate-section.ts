import { median, medianRatio } from '../measure/statistics.js';
import { factor, figure, spread } from '../report/figures.js';
import { markdownTable } from '../report/markdown-table.js';
import { leftNotes } from '../report/left-notes.js';
import type { EvaluateResults } from './evaluate-results.js';
import { caseSummary, FLOOR, OURS } from './fastest-peer.js';
import { flagCases } from './flag-case.js';
import { RULE, taskOf, waysOfOurs, type WayOfOurs } from './ways-of-ours.js';

/** The suite's part of the report, in Markdown. */
export function evaluateSection(results: EvaluateResults): string {
  return [
    '## One evaluation',
    `One evaluation, in nanoseconds: the median of ${results.rounds} interleaved rounds, in parentheses the minimum and the 90th percentile. Ratios are medians over the rounds. The cost of the loop is included; the last row shows the loop alone.`,
    summaryTable(results),
    '**All contenders** (ns; † results are promises)',
    timesTable(results),
    '**Ratios**: multiples of the library / multiples of the floor',
    ratiosTable(results),
    leftNotes(results.contenders, results.failed, flagCases),
    '**Other methods of the library**, in a separate process (ns, medians)',
    oursTable(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The library, the floor and the fastest of the others. */
export function summaryTable(results: EvaluateResults): string {
  const rows = flagCases.flatMap(({ id, title }) => {
    const summary = caseSummary(results, id);
    if (summary === undefined) return [[title, '–', '–', '–', '–', '–']];
    const { ours, floor, peer, overFloor, overPeer } = summary;
    const fastest = peer === undefined ? 'not supported' : `${figure(median(peer.times))} (${peer.name})`;
    return [
      [title, figure(median(ours)), figure(median(floor)), factor(overFloor), fastest, factor(overPeer ?? Number.NaN)],
    ];
  });
  return markdownTable(['case', 'ours', 'floor', 'ours / floor', 'fastest peer', 'peer / ours'], rows);
}

function timesTable({ contenders }: EvaluateResults): string {
  return markdownTable(
    ['contender', ...flagCases.map(({ title }) => title)],
    contenders.map(({ name, isAsync, times }) => [
      isAsync ? `${name} †` : name,
      ...flagCases.map(({ id }) => spread(times[id] ?? [])),
    ]),
  );
}

function ratiosTable({ contenders }: EvaluateResults): string {
  const ours = contenders.find(({ id }) => id === OURS)?.times ?? {};
  const floor = contenders.find(({ id }) => id === FLOOR)?.times ?? {};
  return markdownTable(
    ['contender', ...flagCases.map(({ title }) => title)],
    contenders.map(({ name, times }) => [
      name,
      ...flagCases.map(({ id }) => {
        const own = times[id];
        if (own === undefined) return '–';
        return `${factor(medianRatio(own, ours[id] ?? []))} / ${factor(medianRatio(own, floor[id] ?? []))}`;
      }),
    ]),
  );
}

function oursTable({ ours }: EvaluateResults): string {
  const ways = (Object.keys(waysOfOurs) as WayOfOurs[]).filter((way) => ours[taskOf(way, 'boolean')] !== undefined);
  return markdownTable(
    ['case', ...ways.map((way) => waysOfOurs[way])],
    [...flagCases, RULE].map(({ id, title }) => [
      title,
      ...ways.map((way) => figure(median(ours[taskOf(way, id)] ?? []))),
    ]),
  );
}
