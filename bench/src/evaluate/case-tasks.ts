import type { Contender } from '../contenders/contender.js';
import { contenders } from '../contenders/contenders.js';
import { shopFlags } from '../flags/shop-flags.js';
import type { Task, TaskSet } from '../measure/task.js';
import * as loops from './ask-loops.js';
import { caseTask } from './case-task.js';
import { flagCases } from './flag-case.js';
import { LOOP_ALONE, loopAlone } from './loop-alone.js';

/** All cases that a contender can be asked, with the shop's flags open in it. */
export async function openCaseTasks(id: string): Promise<TaskSet> {
  const contender = await contenderOf(id);
  const { name, packages, cannot } = contender;
  const flags = Object.values(shopFlags).filter(({ kind }) => cannot[kind] === undefined);
  const opened = await contender.open(flags);
  const tasks: Record<string, Task> = {};
  const missing: Record<string, string> = {};
  for (const each of flagCases) {
    const reason = each.kind === undefined ? undefined : cannot[each.kind];
    if (reason === undefined) tasks[each.id] = caseTask(each, opened, loops);
    else missing[each.id] = reason;
  }
  return { about: { name, packages, cannot: missing }, tasks, close: () => opened.close() };
}

/** @throws {RangeError} when there is no such contender */
export async function contenderOf(id: string): Promise<Contender> {
  if (id === LOOP_ALONE) return loopAlone;
  const load = Object.entries(contenders).find(([each]) => each === id)?.[1];
  if (load === undefined) throw new RangeError(`There is no contender "${id}".`);
  return await load();
}
