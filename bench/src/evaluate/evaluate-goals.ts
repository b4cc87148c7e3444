import { geometricMean, median, medianRatio } from '../measure/statistics.js';
import { factor, figure } from '../report/figures.js';
import { GoalLimits } from '../report/goal-limits.js';
import type { BenchFlagKind } from '../flags/bench-flag.js';
import type { Goal } from '../report/goal.js';
import type { EvaluateResults } from './evaluate-results.js';
import { caseSummary } from './fastest-peer.js';
import { flagCases } from './flag-case.js';
import { taskOf, type WayOfOurs } from './ways-of-ours.js';

const WHY_ABOVE_THE_FLOOR =
  "Attributes: the floor reads each of its user's fields at a separate place in the code, where V8 caches the shape of the " +
  'object. The library reads names from the definition, so that all flags share one place (6 ns for each attribute), and checks ' +
  'that a matching value is an own property of the user (`hasOwnProperty`, 5 ns), so that a polluted prototype turns no flag on. ' +
  'Missing flag: the library finds an entry, compares its key and counts the evaluation; the floor finds nothing in its map. ' +
  'Rollout and variant: the same hash, after two calls (strategy and bucket) and a check that the id is well-formed.';

const WHY_PEER =
  'The case that is nearest to its fastest peer costs the library little more than it costs the floor. In a time window most ' +
  'of the time is `Date.now()`, which both ask once; a missing flag and a static boolean are one look-up in a map.';

const WHY_AMBIENT =
  '`AsyncLocalStorage.getStore()`, and reading the user of the request anew, because a guard may have changed it.';

const WHY_RECORD =
  'The record of a defined flag is built when the flag is compiled. For a missing flag, `evaluate()` has to find a record, and ' +
  'to ask whether a source that has not been read may define the flag; `isEnabled` only answers its default.';

const WHY_COUNTED =
  'The answer is compared with those that the flag has given before, and a number is incremented. For a missing flag, ' +
  'there is nothing to count.';

const WHY_EXPOSED =
  'The targeting key is read a second time, and its user is looked up among those that were exposed to the flag. Flags ' +
  'without variants and rollouts are not looked up.';

const WHY_UNOBSERVED =
  'Evaluators are wrapped only for a manager with observers, so this is the noise of the measurement.';

const WHY_OBSERVED =
  'What is reported of an answer is looked up by the answer itself, its counter is incremented, and the context manager is asked ' +
  'for the active span.';

/** The suite's goals, from its own figures. */
export function evaluateGoals(results: EvaluateResults): readonly Goal[] {
  const summaries = flagCases.flatMap(({ id, title, kind }) => {
    const summary = caseSummary(results, id);
    return summary === undefined ? [] : [{ title, kind, ...summary }];
  });
  if (summaries.length === 0) return [];
  const overFloor = (some: typeof summaries) => some.map((each) => ({ title: each.title, value: each.overFloor }));
  const peers = summaries.flatMap(({ title, overPeer }) =>
    overPeer === undefined ? [] : [{ title, value: overPeer }],
  );
  const goals = [
    ...floorGoals(
      '`isEnabled` and `getVariant`, explicit context, against the floor',
      overFloor(summaries.filter((each) => !isOfAttributes(each))),
      GoalLimits.answer.overFloor,
    ),
    ...floorGoals(
      '… with attributes',
      overFloor(summaries.filter(isOfAttributes)),
      GoalLimits.answer.attributesOverFloor,
    ),
  ];
  if (peers.length > 0) goals.push(...peerGoals(peers));
  return [...goals, ...wayGoals(results), ...extraGoals(results)];
}

function isOfAttributes({ kind }: { readonly kind: BenchFlagKind | undefined }): boolean {
  return kind === 'user_attribute';
}

interface Figure {
  readonly title: string;
  readonly value: number;
}

function floorGoals(what: string, ratios: readonly Figure[], limit: number): Goal[] {
  if (ratios.length === 0) return [];
  return [
    {
      what,
      goal: `each case ≤ ${limit} × the floor`,
      measured: casesAbove(ratios, limit),
      reached: worstOf(ratios).value <= limit,
      why: WHY_ABOVE_THE_FLOOR,
    },
  ];
}

function peerGoals(peers: readonly Figure[]): Goal[] {
  const least = worstOf(peers.map(({ title, value }) => ({ title, value: -value })));
  const { overPeer, overPeers } = GoalLimits.answer;
  const mean = geometricMean(peers.map(({ value }) => value));
  return [
    {
      what: '… against the fastest peer of each case',
      goal: `each case at least ${overPeer} × faster`,
      measured: `${factor(-least.value)} at least (${least.title})`,
      reached: -least.value >= overPeer,
      why: WHY_PEER,
    },
    {
      what: '… against the fastest peers, over all cases',
      goal: `at least ${overPeers} × faster (geometric mean)`,
      measured: factor(mean),
      reached: mean >= overPeers,
      why: WHY_PEER,
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
  const { ambientNanoseconds, record: limit } = GoalLimits.answer;
  const slowest = worstOf(ambient);
  return [
    {
      what: 'ambient context inside a request',
      goal: `≤ ${ambientNanoseconds} ns more than explicit`,
      measured: `${figure(slowest.value)} ns at most (${slowest.title})`,
      reached: slowest.value <= ambientNanoseconds,
      why: WHY_AMBIENT,
    },
    {
      what: '`evaluate()`, which returns an object',
      goal: `≤ ${limit} × \`isEnabled\``,
      measured: casesAbove(record, limit),
      reached: worstOf(record).value <= limit,
      why: WHY_RECORD,
    },
  ];
}

/** The cost of optional parts, in nanoseconds more than without them. */
function extraGoals(results: EvaluateResults): Goal[] {
  const { exposedNanoseconds, countedNanoseconds, unobservedNanoseconds, observedNanoseconds } = GoalLimits.answer;
  return [
    ...extraGoal(results, 'exposed', exposedNanoseconds, {
      what: 'with `onExposure`, for users who were exposed before',
      why: WHY_EXPOSED,
    }),
    ...extraGoal(results, 'counted', countedNanoseconds, {
      what: 'with the option `usage`',
      why: WHY_COUNTED,
    }),
    ...unobservedGoal(results, unobservedNanoseconds),
    ...extraGoal(results, 'observed', observedNanoseconds, {
      what: 'with `OpenTelemetryObserver`, outside spans',
      why: WHY_OBSERVED,
    }),
  ];
}

function extraGoal(
  results: EvaluateResults,
  way: WayOfOurs,
  limit: number,
  { what, why }: Pick<Goal, 'what' | 'why'>,
): Goal[] {
  const more = extraOf(results, way);
  if (more.length === 0) return [];
  const slowest = worstOf(more);
  return [
    {
      what,
      goal: `≤ ${limit} ns more than without`,
      measured: `${figure(slowest.value)} ns at most (${slowest.title})`,
      reached: slowest.value <= limit,
      why,
    },
  ];
}

/** The same code is measured twice, so the slowest case would say only how noisy the machine is. */
function unobservedGoal(results: EvaluateResults, limit: number): Goal[] {
  const more = extraOf(results, 'unobserved');
  if (more.length === 0) return [];
  const value = median(more.map((each) => each.value));
  return [
    {
      what: 'telemetry is not installed',
      goal: `≤ ${limit} ns more than without (median of all cases)`,
      measured: `${figure(Math.max(0, value))} ns`,
      reached: value <= limit,
      why: WHY_UNOBSERVED,
    },
  ];
}

/** How many nanoseconds more each case takes than without the part. */
function extraOf({ ours }: EvaluateResults, way: WayOfOurs): Figure[] {
  return flagCases.flatMap(({ id, title }) => {
    const explicit = ours[taskOf('explicit', id)];
    const extra = ours[taskOf(way, id)];
    if (explicit === undefined || extra === undefined) return [];
    return [{ title, value: median(extra.map((time, round) => time - (explicit[round] ?? Number.NaN))) }];
  });
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
