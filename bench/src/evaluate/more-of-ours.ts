import { FlagManager, type FlagContext } from 'nestjs-feature-flags';
import type { FlagManagerOptions } from 'nestjs-feature-flags/core';
import { OpenTelemetryObserver } from 'nestjs-feature-flags/telemetry';
import { shopFlags } from '../flags/shop-flags.js';
import type { Task, TaskSet } from '../measure/task.js';
import { flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger } from '../ours/quiet-logger.js';
import { shopApplication, type ShopApplication } from '../ours/shop-application.js';
import { caseTask, type AskLoops, type Asked } from './case-task.js';
import { flagCases, type FlagCase } from './flag-case.js';
import { ruleCase, ruleFlags, ruleSegments } from './rule-case.js';
import { askedAmbiently, askedByHandle, askedExplicitly, askedForTheRecord } from './way-asked.js';
import { MORE_OF_OURS, taskOf, type WayOfOurs } from './ways-of-ours.js';

const ANOTHER_KEY = 'gift_wrapping';
const ANOTHER_USER = 'user-99999';

/** All ways to ask the library, for all cases, in one process. */
export async function openMoreOfOurs(): Promise<TaskSet> {
  const options: FlagManagerOptions = {
    initialFlags: { ...flagDefinitions(Object.values(shopFlags)), ...ruleFlags, [ANOTHER_KEY]: false },
    initialSegments: ruleSegments,
    logger: quietLogger,
  };
  const cases = [...flagCases, ruleCase];
  const exposure = { windowSize: 1_000_000, queueSize: 1_000_000 }; // for every user of every case
  const [plain, elsewhere, overridden, forAnother, exposing, counting, unobserved, observed] = await Promise.all([
    FlagManager.create(options),
    FlagManager.create(options),
    FlagManager.create(options),
    FlagManager.create(options),
    FlagManager.create({ ...options, onExposure: () => {}, exposure }),
    FlagManager.create({ ...options, usage: true }),
    FlagManager.create({ ...options, observers: [] }),
    FlagManager.create({ ...options, observers: [new OpenTelemetryObserver()] }),
  ]);
  await elsewhere.setOverride(ANOTHER_KEY, true);
  for (const { key, asks } of cases) {
    const serve = asks === 'isEnabled' ? true : 'compact';
    await overridden.setOverride(key, serve);
    await forAnother.setOverride(key, serve, { unit: ANOTHER_USER });
  }
  const application = await shopApplication(options);

  const tasks: Record<string, Task> = {};
  const add = async (way: WayOfOurs, asked: (each: FlagCase) => Asked<FlagContext>) => {
    const loops = await loopsFor(way);
    for (const each of cases) tasks[taskOf(way, each.id)] = caseTask(expectedOf(way, each), asked(each), loops);
  };
  await add('explicit', () => askedExplicitly(plain));
  await add('handle', ({ key }) => askedByHandle(plain, key));
  await add('evaluate', () => askedForTheRecord(plain));
  await add('overrideElsewhere', () => askedExplicitly(elsewhere));
  await add('overridden', () => askedExplicitly(overridden));
  await add('overriddenForAnother', () => askedExplicitly(forAnother));
  await add('exposed', () => askedExplicitly(exposing)); // verification exposes all users, before anything is timed
  await add('counted', () => askedExplicitly(counting));
  await add('unobserved', () => askedExplicitly(unobserved));
  await add('observed', () => askedExplicitly(observed)); // without an active span
  Object.assign(tasks, await requestTasks(cases, application));

  return {
    about: { name: MORE_OF_OURS, packages: [], cannot: {} },
    tasks,
    close: async () => {
      const managers = [plain, elsewhere, overridden, forAnother, exposing, counting, unobserved, observed];
      for (const each of [...managers, application]) await each.close();
    },
  };
}

/** Within one request of one user: explicitly, and with the user found. */
async function requestTasks(cases: readonly FlagCase[], application: ShopApplication): Promise<Record<string, Task>> {
  const [explicitLoops, ambientLoops] = await Promise.all([loopsFor('explicitInRequest'), loopsFor('ambient')]);
  const tasks: Record<string, Task> = {};
  for (const each of cases) {
    const user = each.users[0];
    if (user === undefined) throw new RangeError(`Case "${each.id}" has no user.`);
    // One user gets one answer, not shares of them: the one that the explicit context gets.
    const right = application.flags.evaluate(each.key, askedExplicitly(application.flags).contextOf(user));
    const expected = (answers: readonly unknown[]) =>
      answers[0] === (each.asks === 'isEnabled' ? right.enabled : right.variant)
        ? undefined
        : `got ${String(answers[0])}`;
    const ofOne: FlagCase = { ...each, users: [user], expected };
    const within = (task: Task): Task => ({
      isAsync: false,
      run: (count) => application.inRequestOf(user, () => task.run(count)),
      verify: () => application.inRequestOf(user, () => task.verify()),
    });
    tasks[taskOf('explicitInRequest', each.id)] = within(
      caseTask(ofOne, askedExplicitly(application.flags), explicitLoops),
    );
    tasks[taskOf('ambient', each.id)] = within(caseTask(ofOne, askedAmbiently(application.flags), ambientLoops));
  }
  return tasks;
}

function expectedOf(way: WayOfOurs, each: FlagCase): FlagCase {
  if (way !== 'overridden') return each;
  const right = each.asks === 'isEnabled' ? true : 'compact';
  return {
    ...each,
    expected: (answers) => (answers.every((answer) => answer === right) ? undefined : 'the override does not hold'),
  };
}

/** Loops of its own for each way: in shared ones, each way would slow the others down. */
async function loopsFor(way: WayOfOurs): Promise<AskLoops> {
  const url = `./ask-loops.js?${way}`;
  return (await import(url)) as AskLoops;
}
