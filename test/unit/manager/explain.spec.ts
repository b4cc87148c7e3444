import { describe, expect, it } from '@jest/globals';
import type { StickyAssignment } from '../../../lib/engine/allocation/sticky.js';
import type { ExplanationStep } from '../../../lib/engine/explanation-step.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { BucketPurpose } from '../../../lib/engine/allocation/bucket.js';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { untyped } from '../engine/compiled.js';
import { hostileObjects } from '../engine/hostile-objects.js';
import { unitsOfBuckets } from '../engine/units-of-buckets.js';
import { managers } from './managers.js';

const start = managers();

const isGold = { attribute: 'plan', op: 'equals', value: 'gold' } as const;
const initialFlags = {
  ...shopFlags,
  express: {
    type: 'boolean',
    otherwise: false,
    prerequisites: [{ flag: 'catalogue' }],
    layer: { name: 'payment', from: 0, to: 100 },
    rules: [
      { id: 'staff', when: { attribute: 'role', op: 'equals', value: 'staff' } },
      { id: 'vip', when: { any: [{ segment: 'vip' }, { time: { end: '2026-01-01T00:00:00Z' } }] } },
    ],
  },
} as const satisfies FlagDefinitions;
const shop = { initialFlags, initialSegments: { vip: { include: ['ada'], rules: [isGold] } } };

/** The names of steps, each before those that it asked. */
function outline(steps: readonly ExplanationStep[] = []): unknown[] {
  return steps.map(({ step, steps: inner }) => (inner === undefined ? step : [step, ...outline(inner)]));
}

describe('An explanation', () => {
  it('shows every step in the order of evaluation', async () => {
    const { flags } = await start(shop);
    await flags.enable('catalogue', { actor: 'olga' });
    const { key, at, evaluation, steps } = flags.explain('express', {
      userId: 'bob',
      userAttributes: { plan: 'gold' },
    });
    expect([key, at]).toEqual(['express', '2026-01-01T00:00:00.000Z']);
    expect(evaluation).toMatchObject({ enabled: true, reason: 'rule_match', ruleId: 'vip' });
    expect(outline(steps)).toEqual([
      'master_switch',
      ['prerequisite', 'override'],
      ['layer', 'bucket'],
      ['rule', 'attribute'],
      ['rule', ['any', ['segment', 'attribute'], 'time']],
    ]);
    expect(steps[1]).toEqual({
      step: 'prerequisite',
      prerequisite: { flag: 'catalogue' },
      answer: flags.evaluate('catalogue'),
      holds: true,
      steps: [{ step: 'override', unit: undefined, serve: { enabled: true }, expiresAt: undefined, holds: true }],
    });
    expect(steps[4]).toMatchObject({ id: 'vip', serve: true, holds: true, steps: [{ step: 'any', holds: true }] });
  });

  it.each<[keyof typeof shopFlags, unknown[]]>([
    ['catalogue', ['master_switch', 'strategy']],
    ['new_checkout', ['master_switch', ['strategy', ['rollout', 'bucket']]]],
    ['search', ['master_switch', ['strategy', ['allocation', 'bucket']]]],
    ['premium', ['master_switch', 'strategy']],
    ['early_access', ['master_switch', 'strategy']],
    ['sale', ['master_switch', 'strategy']],
  ])('for the plain flag %s is its strategy', async (key, expected) => {
    const { flags } = await start(shop);
    const { steps, evaluation } = flags.explain(key, { userId: 'ada' });
    expect(outline(steps)).toEqual(expected);
    expect(steps[1]).toMatchObject({ enabled: evaluation.enabled });
    expect(evaluation).toEqual(flags.evaluate(key, { userId: 'ada' }));
  });

  it('ends where the decision was made', async () => {
    const { flags } = await start({ ...shop, initialFlags: { ...initialFlags, catalogue: false } });
    expect(outline(flags.explain('express', { userId: 'ada' }).steps)).toEqual([
      'master_switch',
      ['prerequisite', 'master_switch'],
    ]);
    expect(flags.explain('catalogue').steps).toEqual([{ step: 'master_switch', enabled: false }]);
    await flags.disable('express', { actor: 'olga' });
    expect(outline(flags.explain('express', { userId: 'ada' }).steps)).toEqual(['override']);
  });

  it('shows an unknown prerequisite without an answer, and the flag that needs it as undecided', async () => {
    const { flags } = await start({ initialFlags: { sale: { type: 'boolean', prerequisites: [{ flag: 'theme' }] } } });
    const { steps, evaluation } = flags.explain('sale', { userId: 'ada' });
    expect(evaluation.reason).toBe('evaluation_error');
    expect(steps.at(-1)).toEqual({ step: 'prerequisite', prerequisite: { flag: 'theme' }, answer: null, holds: null });
  });

  it('shows an expired override, and the one that applies instead', async () => {
    const { flags } = await start(shop);
    const expiresAt = '2026-01-01T01:00:00.000Z';
    await flags.setOverride('catalogue', false, { unit: 'ada', expiresAt });
    await flags.setOverride('catalogue', { value: 'all' });
    const own = { step: 'override', unit: 'ada', serve: { enabled: false }, expiresAt };
    const everybody = { step: 'override', unit: undefined, serve: { value: 'all' }, expiresAt: undefined, holds: true };
    const ada = { userId: 'ada' };
    expect(flags.explain('catalogue', ada).steps).toEqual([{ ...own, holds: true }]);
    expect(flags.explain('catalogue', ada, { at: Date.parse(expiresAt) }).steps).toEqual([
      { ...own, holds: false },
      everybody,
    ]);
    expect(flags.explain('catalogue', { userId: 'bob' }).steps).toEqual([everybody]);
  });

  it('shows a condition that is always or never true as a separate step', async () => {
    const rules = [{ when: { any: [false, { all: [] }] } }];
    const { flags } = await start({ initialFlags: { search: { type: 'boolean', otherwise: false, rules } as never } });
    const { steps, evaluation } = flags.explain('search', {});
    expect(evaluation.enabled).toBe(true);
    expect(steps.at(-1)).toMatchObject({
      step: 'rule',
      steps: [
        {
          step: 'any',
          steps: [
            { step: 'constant', holds: false },
            { step: 'all', holds: true },
          ],
        },
      ],
    });
  });

  it('for an undefined flag has no steps', async () => {
    const { flags } = await start(shop);
    expect(flags.explain('unheard_of', { userId: 'ada' })).toEqual({
      key: 'unheard_of',
      at: '2026-01-01T00:00:00.000Z',
      evaluation: flags.evaluate('unheard_of', { userId: 'ada' }),
      steps: [],
    });
  });

  it('has at most 10,000 steps, and says when there were more', async () => {
    const leaves = Array.from({ length: 990 }, () => ({ attribute: 'plan', op: 'exists' }));
    const rules = Array.from({ length: 10 }, () => ({ when: { any: leaves } }));
    const prerequisites = Array.from({ length: 50 }, () => ({ flag: 'catalogue' })); // of three steps each
    const search = { type: 'boolean', otherwise: true, rules, prerequisites } as never;
    const { flags } = await start({ initialFlags: { search, catalogue: true } });
    const { evaluation, steps, truncated } = flags.explain('search', {});
    expect([evaluation, truncated]).toEqual([flags.evaluate('search', {}), true]);
    expect(JSON.stringify(steps).length).toBeLessThan(2_000_000);
    expect(flags.explain('nobody', {})).not.toHaveProperty('truncated');
  });

  it('can be serialized as JSON', async () => {
    const { flags } = await start(shop);
    for (const key of Object.keys(initialFlags)) {
      const explanation = flags.explain(key, { userId: 'ada', userAttributes: { plan: new Date(0), role: 7n } });
      expect(JSON.parse(JSON.stringify(explanation))).toMatchObject({ key, evaluation: { key } });
    }
  });
});

describe('An explanation for an instant', () => {
  const sale = { sale: shopFlags.sale };
  const during = '2026-11-28T12:00:00.000Z';

  it("is evaluated then, instead of now or at the context's timestamp", async () => {
    const { flags } = await start({ initialFlags: sale });
    for (const at of [new Date(during), Date.parse(during)]) {
      expect(flags.explain('sale', { timestamp: 0 }, { at })).toMatchObject({
        at: during,
        evaluation: { enabled: true },
      });
    }
    expect(flags.explain('sale', { timestamp: Date.parse(during) })).toMatchObject({
      at: during,
      evaluation: { enabled: true },
    });
    expect(flags.explain('sale', {})).toMatchObject({ at: '2026-01-01T00:00:00.000Z', evaluation: { enabled: false } });
  });

  it("is evaluated at the timestamp of the request's context by default", async () => {
    const { flags } = await start({ initialFlags: sale, contextSource: () => ({ timestamp: new Date(during) }) });
    expect(flags.explain('sale')).toMatchObject({ at: during, evaluation: flags.evaluate('sale') });
    expect(flags.evaluate('sale').enabled).toBe(true);
    expect(flags.explain('sale', undefined, { at: 0 }).evaluation.enabled).toBe(false);
  });

  it('checks overrides by the clock, like evaluation, unless an instant is given', async () => {
    const { flags } = await start({ initialFlags: sale });
    await flags.setOverride('sale', false, { expiresAt: '2026-01-02T00:00:00Z' });
    const later = { timestamp: Date.parse(during) };
    expect(flags.explain('sale', later).evaluation).toEqual(flags.evaluate('sale', later));
    expect(flags.evaluate('sale', later).reason).toBe('override');
    expect(flags.explain('sale', {}, { at: later.timestamp }).evaluation.reason).toBe('time_window');
  });

  it('predicts a progression', async () => {
    const linear = [
      { at: '2026-01-01T00:00:00Z', percentage: 0 },
      { at: '2026-01-11T00:00:00Z', percentage: 100 },
    ];
    const [userId = ''] = unitsOfBuckets('express', BucketPurpose.Rollout, [50_000]);
    const { flags } = await start({ initialFlags: { express: { type: 'percentage', percentage: { linear } } } });
    const on = (day: number) => flags.explain('express', { userId }, { at: Date.UTC(2026, 0, day) }).evaluation.enabled;
    expect([1, 5, 6, 7, 11].map(on)).toEqual([false, false, false, true, true]);
  });

  it.each<unknown>([Number.NaN, Infinity, 8.64e15 + 1, new Date(Number.NaN), '2026', null, true, Symbol('now'), [5]])(
    'is rejected when the instant is %p',
    async (at) => {
      const { flags } = await start({ initialFlags: sale });
      expect(() => flags.explain('sale', {}, { at: at as number })).toThrow(
        'must be a valid Date or milliseconds since 1970',
      );
    },
  );

  it('shows a window that begins in an hour that the clock skips', async () => {
    const night = {
      start: '2026-03-01T02:30:00+01:00',
      end: '2026-03-01T03:30:00+01:00',
      recurrence: { frequency: 'daily', timeZone: 'Europe/Berlin' },
    } as const;
    const maintenance = { type: 'boolean', otherwise: false, rules: [{ when: { time: night } }] } as const;
    const { flags } = await start({ initialFlags: { maintenance } });
    const seen = ['01:59:59+01:00', '03:00:00+02:00', '03:29:59+02:00', '03:30:00+02:00'].map((time) => {
      const timestamp = Date.parse(`2026-03-29T${time}`);
      const { evaluation, steps } = flags.explain('maintenance', { timestamp });
      expect(steps[1]).toMatchObject({ step: 'rule', steps: [{ step: 'time', holds: evaluation.enabled }] });
      return evaluation.enabled;
    });
    expect(seen).toEqual([false, true, true, false]);
  });

  it.each([9e15, -9e15, Number.MAX_VALUE])(
    'answers like evaluation for the timestamp %p, which no date can hold',
    async (timestamp) => {
      const { flags } = await start({ initialFlags: sale });
      expect(flags.explain('sale', { timestamp }).evaluation).toEqual(flags.evaluate('sale', { timestamp }));
    },
  );
});

describe('Explaining', () => {
  it('has no side effects: nothing is counted, logged or stored', async () => {
    const kept = new Map<string, StickyAssignment>();
    const stickyStore = {
      get: (unit: string) => kept.get(unit),
      set: (unit: string, _: string, assignment: StickyAssignment) => void kept.set(unit, assignment),
    };
    const search = { ...shopFlags.search, sticky: {} };
    const { flags, logger } = await start({ initialFlags: { search }, stickyStore });
    const before = [flags.status(), [...logger.lines]];
    flags.explain('unheard_of');
    const explained = flags.explain('search', { userId: 'ada' });
    expect([[...kept], flags.status(), logger.lines]).toEqual([[], ...before]);
    expect(explained.evaluation).toEqual(flags.evaluate('search', { userId: 'ada' }));
    expect(kept.size).toBe(1);
    expect(outline(explained.steps)).toEqual(['master_switch', ['strategy', 'sticky', ['allocation', 'bucket']]]);
    expect(outline(flags.explain('search', { userId: 'ada' }).steps)).toEqual([
      'master_switch',
      ['strategy', 'sticky'],
    ]);
  });

  it('does not change what is evaluated', async () => {
    const { flags } = await start(shop);
    const before = flags.evaluate('express', { userId: 'ada' });
    flags.explain('express', { userId: 'ada' });
    expect(flags.evaluate('express', { userId: 'ada' })).toBe(before);
  });

  it('does not change the context', async () => {
    const { flags } = await start(shop);
    const ada: FlagContext = Object.freeze({ userId: 'ada', userAttributes: Object.freeze({ plan: 'gold' }) });
    expect(flags.explain('express', ada, { at: 0 }).evaluation.enabled).toBe(true);
    expect(ada).toEqual({ userId: 'ada', userAttributes: { plan: 'gold' } });
  });

  it.each(Object.entries(hostileObjects))('answers like evaluation for %s', async (_, make) => {
    const { flags } = await start(shop);
    const contexts = [
      make(),
      { userId: make() },
      { userAttributes: make() },
      { userAttributes: { plan: make() } },
      { timestamp: make() },
    ];
    for (const context of contexts.map(untyped)) {
      for (const key of Object.keys(initialFlags)) {
        expect(flags.explain(key, context).evaluation).toEqual(flags.evaluate(key, context));
      }
    }
  });
});
