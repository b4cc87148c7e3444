import type { TaskSet } from '../measure/task.js';
import type { Opening } from './messages.js';

/** Loads just the modules of one program. */
export async function openTaskSet(opening: Opening): Promise<TaskSet> {
  switch (opening.program) {
    case 'cases':
      return (await import('../evaluate/case-tasks.js')).openCaseTasks(opening.contender);
    case 'more-of-ours':
      return (await import('../evaluate/more-of-ours.js')).openMoreOfOurs();
    case 'all-flags':
      return (await import('../many/all-flags-tasks.js')).openAllFlagsTasks(opening.contender, opening.flags);
    default:
      return (await import('../many/flat-tasks.js')).openFlatTasks(opening.contender, opening.sizes);
  }
}
