import { contenderOf } from '../evaluate/case-tasks.js';
import { KINDS, manyFlags } from '../flags/many-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import type { Task, TaskSet } from '../measure/task.js';

const KEYS = 8;

type AskSync = (key: string, context: never, defaultValue: boolean) => boolean;

/** One task for each size, in one process: eight keys that are spread over so many flags. */
export async function openFlatTasks(id: string, sizes: readonly number[]): Promise<TaskSet> {
  const contender = await contenderOf(id);
  const tasks: Record<string, Task> = {};
  const closing: (() => Promise<void> | void)[] = [];
  for (const size of sizes) {
    const flags = manyFlags(size);
    const opened = await contender.open(flags);
    closing.push(() => opened.close());
    const isEnabled = opened.isEnabled as AskSync; // neither of the two is asynchronous
    const keys = spreadIndices(size).map((index) => flags[index]?.key ?? '');
    const contexts = shopUsers(KEYS).map((user) => opened.contextOf(user));
    tasks[String(size)] = {
      isAsync: false,
      run: (count) => loop(isEnabled, keys, contexts, count),
      verify: () => {
        const context = contexts[0] as never;
        const unknown = keys.find((key) => isEnabled(key, context, true) !== isEnabled(key, context, false));
        return unknown === undefined ? undefined : `nobody knows "${unknown}"`;
      },
    };
  }
  const close = async () => {
    for (const each of closing) await each();
  };
  return { about: { name: contender.name, packages: contender.packages, cannot: {} }, tasks, close };
}

/** Spread over the whole set, and of the same kinds whatever its size. */
function spreadIndices(size: number): readonly number[] {
  return Array.from({ length: KEYS }, (_, place) => {
    const index = Math.floor((place * size) / KEYS / KINDS) * KINDS + (place % KINDS);
    return index < size ? index : index - KINDS;
  });
}

function loop(isEnabled: AskSync, keys: readonly string[], contexts: readonly never[], count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const at = i & (KEYS - 1);
    if (isEnabled(keys[at] as string, contexts[at] as never, false)) sum++;
  }
  return sum;
}
