import { geometricMean, median, medianRatio } from '../measure/statistics.js';
import { factor, figure } from '../report/figures.js';
import type { Goal } from '../report/goal.js';
import type { EvaluateResults } from './evaluate-results.js';
import { caseSummary } from './fastest-peer.js';
import { flagCases } from './flag-case.js';
import { taskOf } from './ways-of-ours.js';

const OVER_FLOOR = 1.5;
const OVER_PEER = 3;
const OVER_PEERS = 8;
const AMBIENT_NS = 60;
const RECORD = 3;

const WHY_ABOVE_THE_FLOOR =
  'Attributes: the floor trusts its user, whose plan is a field of its own, and is done after one comparison for most. The ' +
  "library's attributes lie in `userAttributes`, and each has to be the user's own (`hasOwnProperty`, 5 to 8 ns), so that a " +
  'polluted prototype opens no flag. Missing flag: the library counts the question, which takes a call; the floor makes ' +
  'none. Rollout and variant: the same hash, but behind three calls, for which unit it is, its bucket, and the answer with ' +
  'its reason; the floor compares the hash itself.';

/** The suite's goals, from its own figures. */
export function evaluateGoals(results: EvaluateResults): readonly Goal[] {
  const summaries = flagCases.flatMap(({ id, title }) => {
    const summary = caseSummary(results, id);
    return summary === undefined ? [] : [{ title, ...summary }];
  });
  if (summaries.length === 0) return [];
  const floor = worstOf(summaries.map(({ title, overFloor }) => ({ title, value: overFloor })));
  const peers = summaries.flatMap(({ title, overPeer }) =>
    overPeer === undefined ? [] : [{ title, value: overPeer }],
  );
  const goals: Goal[] = [
    {
      what: '`isEnabled` and `getVariant`, explicit context, against the floor',
      goal: `each case ≤ ${OVER_FLOOR} × the floor`,
      measured: casesAbove(
        summaries.map(({ title, overFloor }) => ({ title, value: overFloor })),
        OVER_FLOOR,
      ),
      reached: floor.value <= OVER_FLOOR,
      why: WHY_ABOVE_THE_FLOOR,
    },
  ];
  if (peers.length > 0) goals.push(...peerGoals(peers));
  return [...goals, ...wayGoals(results)];
}

interface Figure {
  readonly title: string;
  readonly value: number;
}

function peerGoals(peers: readonly Figure[]): Goal[] {
  const least = worstOf(peers.map(({ title, value }) => ({ title, value: -value })));
  const mean = geometricMean(peers.map(({ value }) => value));
  return [
    {
      what: '… against the fastest peer of each case',
      goal: `each case at least ${OVER_PEER} × faster`,
      measured: `${factor(-least.value)} at least (${least.title})`,
      reached: -least.value >= OVER_PEER,
    },
    {
      what: '… against the fastest peers, over all cases',
      goal: `at least ${OVER_PEERS} × faster (geometric mean)`,
      measured: factor(mean),
      reached: mean >= OVER_PEERS,
    },
  ];
}

function wayGoals({ ours }: EvaluateResults): Goal[] {
  const ambient: Figure[] = [];
  const record: Figure[] = [];
  for (const { id, title } of flagCases) {
    const explicit = ours[taskOf('explicitInRequest', id)];
    const found = ours[taskOf('ambient', id)];
    if (explicit !== undefined && found !== undefined) {
      ambient.push({ title, value: median(found.map((time, round) => time - (explicit[round] ?? Number.NaN))) });
    }
    const answer = ours[taskOf('explicit', id)];
    const full = ours[taskOf('evaluate', id)];
    if (answer !== undefined && full !== undefined) record.push({ title, value: medianRatio(full, answer) });
  }
  if (ambient.length === 0 || record.length === 0) return [];
  const slowest = worstOf(ambient);
  return [
    {
      what: 'ambient context inside a request',
      goal: `≤ ${AMBIENT_NS} ns more than explicit`,
      measured: `${figure(slowest.value)} ns at most (${slowest.title})`,
      reached: slowest.value <= AMBIENT_NS,
    },
    {
      what: '`evaluate()` with its record',
      goal: `≤ ${RECORD} × \`isEnabled\``,
      measured: casesAbove(record, RECORD),
      reached: worstOf(record).value <= RECORD,
    },
  ];
}

/** The worst figure, and how many are over the limit. */
function casesAbove(figures: readonly Figure[], limit: number): string {
  const worst = worstOf(figures);
  const missed = figures.filter(({ value }) => value > limit);
  const most = `${factor(worst.value)} at most (${worst.title})`;
  if (missed.length === 0) return most;
  return `${most}; over it: ${missed.map(({ title, value }) => `${title} ${factor(value)}`).join(', ')}`;
}

function worstOf(figures: readonly Figure[]): Figure {
  return figures.reduce((worst, each) => (each.value > worst.value ? each : worst));
}
