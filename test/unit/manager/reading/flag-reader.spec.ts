import { describe, expect, it } from '@jest/globals';
import type { EvaluationReason, FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import { FlagReader } from '../../../../lib/manager/reading/flag-reader.js';
import { requirementHolds } from '../../../../lib/nest/gates/flag-requirement.js';
import { managers } from '../managers.js';

const start = managers();

/** What a test writes in place of a manager. */
class FakeFlags extends FlagReader {
  constructor(private readonly answers: Readonly<Record<string, Partial<FlagEvaluation>>>) {
    super();
  }
  evaluate(key: string): FlagEvaluation {
    const unknown = { key, enabled: false, variant: undefined, value: undefined, reason: 'flag_not_found' } as const;
    return { ...unknown, ...this.answers[key] };
  }
}

const fake = new FakeFlags({
  beta: { enabled: true, value: true, reason: 'enabled' },
  theme: { enabled: true, variant: 'modern', value: { columns: 3 }, reason: 'variant' },
});

describe('A FlagReader that implements only evaluate', () => {
  it('answers every question about a flag', () => {
    expect([fake.isEnabled('beta'), fake.isEnabled('dark_mode')]).toEqual([true, false]);
    expect([fake.getVariant('theme', 'classic'), fake.getVariant('beta', 'classic')]).toEqual(['modern', 'classic']);
    expect([fake.getValue('theme', { columns: 1 }), fake.getValue('theme', 1)]).toEqual([{ columns: 3 }, 1]);
    expect(fake.evaluateValue('theme', 1)).toMatchObject({ value: 1, reason: 'type_mismatch' });
  });

  it('lets gates decide', () => {
    expect(requirementHolds({ all: ['beta', { flag: 'theme', variant: 'modern' }] }, fake)).toBe(true);
    expect(requirementHolds({ not: 'unheard_of' }, fake)).toBe(false);
  });

  it.each<[EvaluationReason, boolean]>([
    ['flag_not_found', true],
    ['provider_error', true],
    ['disabled', false],
    ['context_failed', false],
  ])("uses the call's default for the reason %s: %p", (reason, isDefault) => {
    expect(new FakeFlags({ sale: { reason } }).isEnabled('sale', {}, true)).toBe(isDefault);
    expect(new FakeFlags({ sale: { reason } }).isEnabled('sale', {}, 'false' as never)).toBe(false);
  });

  it('answers as the manager does', async () => {
    const { flags } = await start({ initialFlags: { beta: true, dark_mode: false } });
    const reader = new FakeFlags({ beta: flags.evaluate('beta'), dark_mode: flags.evaluate('dark_mode') });
    for (const key of ['beta', 'dark_mode', 'unheard_of']) {
      for (const asked of [undefined, true, false]) {
        expect(reader.isEnabled(key, {}, asked)).toBe(flags.isEnabled(key, {}, asked));
      }
      expect(reader.decision(key)).toEqual(flags.decision(key));
      expect(reader.getValue(key, true)).toBe(flags.getValue(key, true));
    }
  });
});
