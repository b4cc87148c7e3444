import { FlagManager } from '../../../dist/core.js';
import { timed } from '../../support/timed.js';
import { inUnit, type ScaleFigure } from './scale-figure.js';

const USERS = 100_000;
const RULES = 100;
const ROUNDS = 200_000;
const QUIET = { log: () => {}, warn: () => {}, error: () => {} };

/** The largest definitions that the limits allow: how long loading and evaluating them takes. */
export async function measureLargest(): Promise<readonly ScaleFigure[]> {
  const users = Array.from({ length: USERS }, (_, i) => `customer-${i}`);
  const rules = Array.from({ length: RULES }, (_, i) => ({
    when: { attribute: 'plan', op: 'equals' as const, value: `plan-${i}` },
    serve: true,
  }));
  let flags: FlagManager | undefined;
  const loaded = await timed(async () => {
    flags = await FlagManager.create({
      initialFlags: {
        list: { type: 'user_list', users },
        rules: { type: 'boolean', rules, otherwise: false },
      },
      logger: QUIET,
    });
  });
  if (flags === undefined) throw new Error('It was not started.');
  const asked = flags;
  const each = async (key: string, context: object) => {
    for (let i = 0; i < ROUNDS / 10; i++) asked.isEnabled(key, context);
    const took = await timed(() => {
      for (let i = 0; i < ROUNDS; i++) asked.isEnabled(key, context);
    });
    return inUnit((took / ROUNDS) * 1e6, 'ns');
  };
  const list = await each('list', { userId: 'customer-99999' });
  const miss = await each('rules', { userId: 'ada', userAttributes: { plan: 'none' } });
  await asked.close();
  return [
    [`load a list of ${USERS.toLocaleString('en')} users and a flag of ${RULES} rules`, inUnit(loaded, 'ms')],
    ['evaluate it for a user on that list', list],
    ['evaluate the flag when none of its 100 rules matches', miss],
  ];
}
