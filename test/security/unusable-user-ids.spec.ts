import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  ContextFailedError,
  FlagContexts,
  FlagManager,
  type FlagContext,
  type FlagDefinitions,
} from '../../lib/index.js';
import { requirementHolds } from '../../lib/nest/gates/flag-requirement.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { executionOf } from '../unit/nest/execution.js';

const unusable: readonly [string, unknown][] = [
  ['an object', { id: 'eve' }],
  ['an ObjectId', { toHexString: () => '65a1b2c3d4e5f60718293a4b' }],
  ['a list', ['eve']],
  ['a promise', Promise.resolve('eve')],
  ['ill-formed text', '\ud800'],
  ['text of 2,000 characters', 'x'.repeat(2000)],
  ['a bigint of 1,101 digits', 10n ** 1100n],
  ['no number', Number.NaN],
  ['a boolean', true],
];

describe('An invalid userId', () => {
  it.each(unusable)('leaves flags that depend on the user undecided: %s', async (_, userId) => {
    const flags = await FlagManager.create({
      logger: new RecordingLogger(),
      initialFlags: {
        listed: { type: 'user_list', users: ['eve'] },
        drawn: { type: 'percentage', percentage: 50 },
        attribute: { type: 'user_attribute', attributes: { userId: 'eve' } },
        on: true,
      },
    });
    const context = { userId, sessionId: 'session' } as unknown as FlagContext;
    for (const key of ['listed', 'drawn', 'attribute']) {
      expect(flags.evaluate(key, context)).toMatchObject({ enabled: false, reason: 'evaluation_error' });
      expect(requirementHolds({ not: key }, flags, context)).toBe(false);
    }
    expect(flags.isEnabled('on', context)).toBe(true);
    await flags.close();
  });
});

describe.each(['userId', 'sessionId'])('A condition on a %s', (attribute) => {
  const otherThanMallory = { attribute, op: 'not_equals', value: 'mallory' };
  const gates = {
    equals: { attribute, op: 'equals', value: 'mallory' },
    other: otherThanMallory,
    outside: { not: { segment: 'listed' } },
    negated: { segment: 'listed', negate: true },
    allowed: { segment: 'all_but_listed' },
  };

  async function answersFor(id: unknown): Promise<object> {
    const flags = await FlagManager.create({
      logger: new RecordingLogger(),
      initialSegments: {
        listed: { attribute, include: ['mallory'] },
        all_but_listed: { attribute, exclude: ['mallory'], rules: [true] },
      },
      initialFlags: Object.fromEntries(
        Object.entries(gates).map(([key, when]) => [key, { type: 'boolean', otherwise: false, rules: [{ when }] }]),
      ) as FlagDefinitions,
    });
    const context = { [attribute]: id } as FlagContext;
    const answers = Object.keys(gates).map((key) => [key, flags.evaluate(key, context).reason]);
    await flags.close();
    return Object.fromEntries(answers) as object;
  }

  it.each([...unusable, ['boxed text', new String('mallory')], ['the list of one', ['mallory']]])(
    'is undecided when that attribute is invalid: %s',
    async (_, id) => {
      const reason = 'evaluation_error';
      expect(await answersFor(id)).toEqual({
        equals: reason,
        other: reason,
        outside: reason,
        negated: reason,
        allowed: reason,
      });
    },
  );

  it.each([[undefined], [null], ['']])('treats that attribute as missing when it is %p', async (id) => {
    expect(await answersFor(id)).toEqual({
      equals: 'no_rule_matched',
      other: 'no_rule_matched',
      outside: 'rule_match',
      negated: 'no_rule_matched',
      allowed: 'rule_match',
    });
  });
});

describe('The error of a failed context', () => {
  it('prints nothing of what the resolver threw, and provides it to handlers', () => {
    const thrown = new Error('user ada@shop.example has token s3cret');
    const resolve = () => {
      throw thrown;
    };
    const contexts = new FlagContexts({ resolve }, { timeout: '1s', onError: 'throw', logger: new RecordingLogger() });
    let error: unknown;
    try {
      void contexts.of(executionOf('http', {}));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ContextFailedError);
    expect(error).toHaveProperty('failure', thrown);
    expect(inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error)).not.toMatch(/ada@|s3cret/);
  });
});
