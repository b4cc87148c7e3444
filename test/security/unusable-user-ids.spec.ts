import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { ContextFailedError, FlagContexts, FlagManager, type FlagContext } from '../../lib/index.js';
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
  ['no number', Number.NaN],
  ['a boolean', true],
];

describe('A userId that cannot be used', () => {
  it.each(unusable)('leaves what depends on the user undecided: %s', async (_, userId) => {
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

describe('The error of a failed context', () => {
  it('prints nothing of what the resolver threw, and has it for handlers', () => {
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
