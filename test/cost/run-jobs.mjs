// Prints by how many bytes the heap has grown after 50,000 jobs with a context, each of which starts the next one or
// leaves a scope within another one.
import { setImmediate } from 'node:timers/promises';
import { FlagManager } from '../../dist/index.js';

const JOBS = 50_000;

const flags = await FlagManager.create({ initialFlags: { beta: { type: 'user_list', users: ['user-0'] } } });
const contextOf = (index) => ({ userId: `user-${index}`, userAttributes: { plan: 'x'.repeat(100) } });

async function job(index) {
  const isBeta = flags.isEnabled('beta');
  if (index % 100 === 0) await setImmediate();
  const isSame = flags.isEnabled('beta') === isBeta && isBeta === (index === 0);
  return isSame && flags.runWith({}, () => !flags.isEnabled('beta'));
}

/** Runs jobs one after another, each of which is started by the code of the one before. */
async function run(from, to) {
  let wrong = 0;
  for (let index = from; index < to; index++) if (!(await flags.runWith(contextOf(index), () => job(index)))) wrong++;
  return wrong;
}

/** A chain of scopes, as of a job that schedules its successor. */
function chain(left) {
  return new Promise((resolve) => {
    const next = (remaining) => {
      if (remaining === 0) resolve(undefined);
      else flags.runWith(contextOf(remaining), () => globalThis.setImmediate(next, remaining - 1));
    };
    next(left);
  });
}

let wrong = await run(0, 5000);
await chain(5000);
globalThis.gc();
const before = process.memoryUsage().heapUsed;
wrong += await run(5000, 5000 + JOBS);
await chain(JOBS);
globalThis.gc();
const grown = process.memoryUsage().heapUsed - before;
await flags.close();
process.stdout.write(JSON.stringify({ grown, wrong }));
