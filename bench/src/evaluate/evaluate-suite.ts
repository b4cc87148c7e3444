import { contenders } from '../contenders/contenders.js';
import type { BenchOptions } from '../options.js';
import { log } from '../report/log.js';
import { interleavedRounds, type Lane } from '../worker/interleaved-rounds.js';
import { closeAll, openContenders, type Opened } from '../worker/open-contenders.js';
import { assertNoRefusals } from '../worker/assert-no-refusals.js';
import type { EvaluateResults } from './evaluate-results.js';
import { flagCases } from './flag-case.js';
import { LOOP_ALONE } from './loop-alone.js';
import { MORE_OF_OURS } from './ways-of-ours.js';

/**
 * Asks all contenders all cases, in interleaved rounds.
 *
 * @returns nothing when only answers are checked
 * @throws {Error} when checking, and somebody cannot be opened or answers wrongly
 */
export async function runEvaluate({ check, quick }: BenchOptions): Promise<EvaluateResults | undefined> {
  log('evaluate: verifying answers');
  const ids = [...Object.keys(contenders), ...(check ? [] : [LOOP_ALONE]), MORE_OF_OURS];
  const { opened, failed } = await openContenders(ids, (id) =>
    id === MORE_OF_OURS ? { program: 'more-of-ours' } : { program: 'cases', contender: id },
  );
  try {
    if (check) return assertNoRefusals(opened, failed);
    const rounds = quick ? 5 : 21;
    const groups = groupsOf(opened);
    const times = await interleavedRounds([...groups.values()], { rounds, milliseconds: 25 });
    return resultsOf(rounds, opened, failed, groups, times);
  } finally {
    await closeAll(opened);
  }
}

/** The lanes of one case, of all contenders; what only the library is asked stands in groups of its own, by case too. */
function groupsOf(opened: readonly Opened[]): Map<string, Lane[]> {
  const groups = new Map<string, Lane[]>();
  for (const { id, worker, tasks } of opened) {
    for (const task of tasks) {
      const group = id === MORE_OF_OURS ? `ours: ${task.split(': ')[1]}` : task;
      groups.set(group, [...(groups.get(group) ?? []), { worker, task }]);
    }
  }
  return groups;
}

function resultsOf(
  rounds: number,
  opened: readonly Opened[],
  failed: Readonly<Record<string, string>>,
  groups: ReadonlyMap<string, readonly Lane[]>,
  times: ReadonlyMap<Lane, readonly number[]>,
): EvaluateResults {
  const lanes = [...groups.values()].flat();
  const timesOf = ({ worker }: Opened) =>
    Object.fromEntries(
      lanes.filter((lane) => lane.worker === worker).map((lane) => [lane.task, (times.get(lane) ?? []).map(rounded)]),
    );
  const ours = opened.find(({ id }) => id === MORE_OF_OURS);
  return {
    rounds,
    failed,
    ours: ours === undefined ? {} : timesOf(ours),
    oursLeft: ours?.left ?? {},
    contenders: opened
      .filter((each) => each !== ours)
      .map((each) => ({
        id: each.id,
        name: each.worker.about.name,
        packages: each.worker.about.packages,
        isAsync: each.worker.isAsync(flagCases[0]?.id ?? ''),
        times: timesOf(each),
        left: each.left,
      })),
  };
}

/** To a hundredth of a nanosecond, as the results are kept. */
function rounded(time: number): number {
  return Math.round(time * 100) / 100;
}
