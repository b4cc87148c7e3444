import { describe, expect, it } from '@jest/globals';
import { MemoryStickyStore } from '../../../../../lib/engine/allocation/memory-sticky-store.js';
import { BucketPurpose } from '../../../../../lib/engine/allocation/bucket.js';
import { compileFlag } from '../../../../../lib/engine/compile/compile-flag.js';
import { compileOverrides } from '../../../../../lib/engine/compile/compile-override.js';
import { Tracer } from '../../../../../lib/engine/compile/tracer.js';
import { parseFlag } from '../../../../../lib/engine/parse/parse-flag.js';
import { compiled, evaluatorOf } from '../../compiled.js';
import { problemsOf } from '../../problems.js';
import { scopeOf } from '../../scopes.js';
import { unitsOfBuckets } from '../../units-of-buckets.js';
import { theme, themed } from './ruled-flags.js';

const halves = [
  { variant: 'light', weight: 1 },
  { variant: 'dark', weight: 1 },
];
const [lightUser, lateLightUser, darkUser, lateDarkUser] = unitsOfBuckets(
  'theme',
  BucketPurpose.Variant,
  [0, 49_999, 50_000, 99_999],
);
const equalTheme = { ...theme, variants: theme.variants.slice(0, 2), coverage: 60 };

describe('The coverage of a split', () => {
  it('passes units outside it to the next rule, or turns the flag off', () => {
    const rule = { serve: { split: halves, coverage: 60 } };
    const continues = themed([rule, { serve: { variant: 'sepia' } }]);
    const stops = themed([{ ...rule, onMiss: 'stop' }]);
    const users = [lightUser, lateLightUser, darkUser, lateDarkUser].map((userId) => ({ userId }));
    expect(users.map((user) => continues(user).variant)).toEqual(['light', 'sepia', 'dark', 'sepia']);
    expect(users.map((user) => stops(user).enabled)).toEqual([true, false, true, false]);
    expect(stops({ userId: lateDarkUser })).toMatchObject({
      reason: 'not_in_rollout',
      ruleId: 'rule-1',
      variant: 'light',
    });
    expect(stops({}).reason).toBe('no_bucketing_key');
  });

  it('makes a variant flag serve the default variant, off, to units outside it', () => {
    const evaluate = compiled('theme', equalTheme);
    expect(evaluate({ userId: darkUser })).toMatchObject({ enabled: true, variant: 'dark', reason: 'variant' });
    expect(evaluate({ userId: lateDarkUser })).toMatchObject({
      enabled: false,
      variant: 'light',
      reason: 'not_in_rollout',
    });
    expect(evaluate({}).reason).toBe('no_bucketing_key');
  });

  it('in a variant flag applies to its rules that serve true', () => {
    const evaluate = compiled('theme', { ...equalTheme, rules: [{ serve: true }, { serve: { value: 7 } }] });
    expect([darkUser, lateDarkUser].map((userId) => evaluate({ userId }).value)).toEqual(['dark', 7]);
  });

  it('is ignored by an override that turns the flag on for everyone', () => {
    const flag = parseFlag('theme', equalTheme);
    const scope = scopeOf('theme');
    const override = { key: 'theme', serve: { enabled: true }, actor: 'olga', createdAt: '2026-11-01T00:00:00Z' };
    const evaluate = evaluatorOf(compileOverrides([override], flag, compileFlag(flag, scope), scope).evaluator());
    expect(evaluate({ userId: lateDarkUser })).toMatchObject({ enabled: true, variant: 'dark', reason: 'override' });
  });

  it('is explained with the ranges that are served', () => {
    const tracer = new Tracer();
    const parts = { tracer };
    const evaluate = evaluatorOf(compileFlag(parseFlag('theme', equalTheme), scopeOf('theme', parts)));
    evaluate({ userId: lateDarkUser });
    const steps = tracer.take().flatMap((step) => step.steps ?? []);
    expect(steps.find(({ step }) => step === 'allocation')).toMatchObject({
      variants: [
        { variant: 'light', from: 0, to: 30_000 },
        { variant: 'dark', from: 50_000, to: 80_000 },
      ],
      served: undefined,
    });
  });

  it('treats users whom a sticky version excludes like those outside it', () => {
    const store = new MemoryStickyStore();
    const sticky = { version: 3, minVersion: 2 };
    store.set('userId:ada', 'theme', { variant: 'dark', version: 1 });
    const evaluatorFor = (rules: readonly object[]) =>
      evaluatorOf(compileFlag(parseFlag('theme', { ...theme, sticky, rules }), scopeOf('theme', { sticky: store })));
    const off = { enabled: false, variant: 'light', reason: 'not_in_rollout' };
    expect(evaluatorFor([])({ userId: 'ada' })).toMatchObject(off);
    expect(evaluatorFor([{ serve: { split: halves }, onMiss: 'stop' }])({ userId: 'ada' })).toMatchObject(off);
    const next = evaluatorFor([{ serve: { split: halves } }, { serve: { variant: 'sepia' } }]);
    expect(next({ userId: 'ada' }).variant).toBe('sepia');
    expect(next({ userId: 'grace' }).reason).toBe('rule_match');
    expect(store.get('userId:grace', 'theme')?.version).toBe(3);
  });

  it.each<[string, object, string]>([
    ['over 100', { coverage: 101 }, 'theme.coverage: must be at most 100'],
    ['between two buckets', { coverage: 0.0001 }, 'theme.coverage: must be a multiple of 0.001'],
    [
      'of rendezvous',
      { coverage: 50, allocation: 'rendezvous' },
      'theme.coverage: cannot be combined with "rendezvous"',
    ],
    [
      'of a split that uses rendezvous',
      { allocation: 'rendezvous', rules: [{ serve: { split: halves, coverage: 50 } }] },
      'theme.rules[0].serve.coverage: cannot be combined with "rendezvous", which has no ranges',
    ],
    [
      'of a split between two buckets',
      { rules: [{ serve: { split: halves, coverage: 0.0001 } }] },
      'theme.rules[0].serve.coverage: must be a multiple of 0.001',
    ],
  ])('may not be %s', (_, fields, problem) => {
    expect(problemsOf('theme', { ...theme, ...fields })).toEqual([expect.stringContaining(problem)]);
  });

  it('may be finer if a bucketer declares a finer step', () => {
    expect(problemsOf('theme', { ...theme, coverage: 0.0001, bucketer: 'fine' })).toStrictEqual([]);
  });
});
