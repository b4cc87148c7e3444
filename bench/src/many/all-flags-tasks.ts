import type { OpenContender } from '../contenders/contender.js';
import { contenderOf } from '../evaluate/case-tasks.js';
import { manyFlags } from '../flags/many-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import type { Task, TaskSet } from '../measure/task.js';

export const ALL_FLAGS = 'all-flags';

/** One task: all flags for one user, the users taking turns. */
export async function openAllFlagsTasks(id: string, count: number): Promise<TaskSet> {
  const contender = await contenderOf(id);
  const flags = manyFlags(count).filter(({ kind }) => contender.cannot[kind] === undefined);
  const opened = await contender.open(flags);
  const tasks: Record<string, Task> = {};
  if (opened.evaluateAll !== undefined) tasks[ALL_FLAGS] = allFlagsTask(opened, opened.evaluateAll, flags.length);
  return {
    about: {
      name: contender.name,
      packages: contender.packages,
      cannot: opened.evaluateAll === undefined ? { [ALL_FLAGS]: 'its adapter here has no call for all flags' } : {},
      flags: flags.length,
    },
    tasks,
    close: () => opened.close(),
  };
}

function allFlagsTask(
  { contextOf, isAsync }: Pick<OpenContender, 'contextOf' | 'isAsync'>,
  evaluateAll: NonNullable<OpenContender['evaluateAll']>,
  flags: number,
): Task {
  const contexts = shopUsers(100).map((user) => contextOf(user));
  return {
    isAsync,
    run: isAsync
      ? (count) => loopAsync(evaluateAll, contexts, count)
      : (count) => loop(evaluateAll as (context: never) => number, contexts, count), // it is not asynchronous
    async verify() {
      const answers = await evaluateAll(contexts[0] as never);
      return answers === flags ? undefined : `${answers} answers for ${flags} flags`;
    },
  };
}

function loop(evaluateAll: (context: never) => number, contexts: readonly never[], count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += evaluateAll(contexts[i % contexts.length] as never);
  return sum;
}

async function loopAsync(
  evaluateAll: NonNullable<OpenContender['evaluateAll']>,
  contexts: readonly never[],
  count: number,
): Promise<number> {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await evaluateAll(contexts[i % contexts.length] as never);
  return sum;
}
