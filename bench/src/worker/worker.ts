// A process of its own for one set of tasks: its own heap, its own compiled code, one library. The parent asks, one
// request after the other, and only one process is asked at a time.
import { allocatedBytes } from '../measure/allocated-bytes.js';
import type { Task, TaskSet } from '../measure/task.js';
import { calibrated, timedRun } from '../measure/timed-run.js';
import type { Answer, Request } from './messages.js';
import { openTaskSet } from './open-task-set.js';

let taskSet: TaskSet | undefined;
let total = 0; // of all answers, so that they are used

process.on('message', (request: Request) => {
  void answerTo(request)
    .catch((error: unknown): Answer => ({
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    .then((answer) => process.send?.(answer));
});

async function answerTo(request: Request): Promise<Answer> {
  switch (request.ask) {
    case 'open': {
      taskSet = await openTaskSet(request.opening);
      const { about, tasks } = taskSet;
      return {
        about,
        tasks: Object.fromEntries(Object.entries(tasks).map(([name, { isAsync }]) => [name, { isAsync }])),
      };
    }
    case 'verify':
      return { problem: await taskNamed(request.task).verify() };
    case 'calibrate':
      return { count: await calibrated(taskNamed(request.task), request.milliseconds) };
    case 'time': {
      const { nanosecondsPerCall, sum } = await timedRun(taskNamed(request.task), request.count);
      total += sum;
      return { nanosecondsPerCall };
    }
    case 'allocations':
      return { bytesPerCall: await allocatedBytes(taskNamed(request.task), request.count) };
    default:
      await taskSet?.close();
      if (Number.isNaN(total)) console.error('The answers do not add up.');
      // A library that leaves a timer running shall not keep the process; the parent waits for the end either way.
      setImmediate(() => process.disconnect());
      return { closed: true };
  }
}

function taskNamed(name: string): Task {
  const task = taskSet?.tasks[name];
  if (task === undefined) throw new RangeError(`There is no task "${name}".`);
  return task;
}
