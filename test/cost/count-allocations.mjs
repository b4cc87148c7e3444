// Prints as JSON how many bytes one evaluation takes from the heap, for each way of asking: the heap before and after a
// million of them, without a garbage collection in between. With the argument "exposures", for flags with variants and
// rollouts whose exposures are recorded, and users that were exposed before. With the argument "usage", while answers
// are counted. With "telemetry", with an OpenTelemetryObserver. Run it with
// node --expose-gc --min-semi-space-size=128 --max-semi-space-size=128
import { FlagManager } from '../../dist/index.js';
import { OpenTelemetryObserver } from '../../dist/telemetry/index.js';

const CALLS = 1_000_000;
const WARM_UP = 200_000;
const recordsExposures = process.argv.includes('exposures');
const countsUsage = process.argv.includes('usage');
const observers = process.argv.includes('telemetry') ? [new OpenTelemetryObserver()] : [];

const users = Array.from({ length: 1000 }, (_, i) => ({
  userId: `user-${i}`,
  userAttributes: {
    country: ['DE', 'FR', 'US'][i % 3],
    plan: i % 2 === 0 ? 'beta' : 'free',
    orders: i % 7,
    roles: i % 3 === 0 ? ['buyer', 'tester'] : ['buyer'],
  },
}));

const flags = await FlagManager.create({
  initialFlags: {
    boolean: true,
    percentage: { type: 'percentage', percentage: 30 },
    user_list: { type: 'user_list', users: users.slice(0, 500).map(({ userId }) => userId) },
    user_attribute: { type: 'user_attribute', attributes: { country: ['DE', 'FR'], plan: 'beta' } },
    number_and_list: { type: 'user_attribute', attributes: { orders: [1, 2, 3], roles: 'tester' } },
    missing_attribute: { type: 'user_attribute', attributes: { tenant: 'acme' } },
    off: { type: 'percentage', percentage: 30, enabled: false },
    time_based: { type: 'time_based', start: '2020-01-01T00:00:00Z', end: '2120-01-01T00:00:00Z' },
    variant: {
      type: 'variant',
      variants: [
        { name: 'classic', weight: 50 },
        { name: 'modern', weight: 50 },
      ],
    },
    coverage: {
      type: 'variant',
      coverage: 40,
      variants: [
        { name: 'classic', weight: 50 },
        { name: 'modern', weight: 50 },
      ],
    },
    rule: {
      type: 'boolean',
      otherwise: false,
      prerequisites: [{ flag: 'boolean' }],
      rules: [
        { when: { segment: 'testers' } },
        { when: { attribute: 'country', op: 'equals', value: 'US' }, rollout: { percentage: 50 } },
      ],
    },
    overridden: false,
    overridden_for_one: { type: 'percentage', percentage: 30 },
  },
  initialSegments: { testers: { include: ['user-7'], rules: [{ attribute: 'plan', op: 'equals', value: 'beta' }] } },
  contextSource: () => users[0],
  observers,
  ...(recordsExposures ? { onExposure: () => {} } : {}),
  usage: countsUsage,
});
await flags.enable('overridden');
await flags.setOverride('overridden_for_one', true, { unit: 'user-7' });

const exposing = ['percentage', 'variant', 'rule', 'overridden_for_one'];
const keys = recordsExposures ? exposing : [...flags.getFlags().keys(), 'unheard_of'];
const handles = Object.fromEntries(keys.map((key) => [key, flags.handle(key)]));

const ways = {
  'isEnabled(key, context)': (key, user) => flags.isEnabled(key, user),
  'getVariant(key, default, context)': (key, user) => flags.getVariant(key, 'classic', user) === 'modern',
  'evaluate(key, context)': (key, user) => flags.evaluate(key, user).enabled,
  'isEnabled(key) with a contextSource': (key) => flags.isEnabled(key),
  'isEnabled(key) within runWith': (key) => flags.isEnabled(key),
  'handle.isEnabled(context)': (key, user) => handles[key].isEnabled(user),
};

const bytes = {};
for (const [way, ask] of Object.entries(ways)) {
  const measure = () => Object.fromEntries(keys.map((key) => [key, perCall(ask, key)]));
  bytes[way] = way.endsWith('runWith') ? flags.runWith(users[0], measure) : measure();
}
if (recordsExposures && flags.status().exposure.queued < users.length) throw new Error('Too few users were exposed.');
if (countsUsage) {
  const { flags: used } = await flags.getUsage();
  const count = used.flatMap((flag) => flag.answers).reduce((sum, answer) => sum + answer.count, 0);
  const expected = (WARM_UP + CALLS) * Object.keys(ways).length * (keys.length - 1); // one key is undefined
  if (count !== expected) throw new Error(`${count} evaluations are counted instead of ${expected}.`);
}
await flags.close();
process.stdout.write(JSON.stringify(bytes));

function perCall(ask, key) {
  let on = answers(ask, key, WARM_UP);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  on += answers(ask, key, CALLS);
  const allocated = process.memoryUsage().heapUsed - before;
  return on < 0 ? NaN : allocated / CALLS; // so that nobody can leave the questions out
}

function answers(ask, key, calls) {
  let on = 0;
  for (let i = 0, user = 0; i < calls; i++, user = user === 999 ? 0 : user + 1) if (ask(key, users[user])) on++;
  return on;
}
