import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, type FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagDefinition, FlagDefinitions } from '../../../../lib/engine/flag.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { recordedManagers } from './recorded.js';

const start = recordedManagers();
const ada: FlagContext = { userId: 'ada' };

const variants = [
  { name: 'classic', weight: 1 },
  { name: 'modern', weight: 0 },
];
const theme = { type: 'variant', variants, defaultVariant: 'classic' } as const;
const rollout = { type: 'percentage', percentage: 50 } as const;

/** A rule that serves a share of the sessions one variant. */
function modernFor(percentage: number) {
  return { rollout: { percentage, bucketBy: 'sessionId' }, serve: { variant: 'modern' }, onMiss: 'stop' } as const;
}

/** The exposures after one evaluation of a flag. */
async function exposuresOf(definition: FlagDefinition, context: FlagContext, others: FlagDefinitions = {}) {
  const { flags, exposures } = await start({
    initialFlags: { flag: definition, ...others },
    strategies: {
      shade: () => () => ({ enabled: true, variant: 'dark' }),
      always: () => () => true,
    },
  });
  flags.isEnabled('flag', context);
  return exposures();
}

describe('An exposure', () => {
  it('says which unit was served which variant of which version, when and why', async () => {
    const { flags, delivered } = await start({ initialFlags: { theme } });
    flags.getVariant('theme', 'other', { userId: 'ada', sessionId: 's1', userAttributes: { plan: 'gold' } });
    const [event] = await delivered();
    expect(event).toStrictEqual({
      trackingEventName: 'feature_flag.exposure',
      timestamp: '2026-01-01T00:00:00.000Z',
      targetingKey: 'ada',
      targetingKeyPath: 'userId',
      flagKey: 'theme',
      flagVersion: expect.stringMatching(/^sha256-[\w-]{16}$/),
      variant: 'classic',
      enabled: true,
      reason: 'variant',
      assignment: 'random',
    });
    expect(Object.isFrozen(event)).toBe(true);
  });

  it.each(['isEnabled', 'evaluate', 'decision', 'getVariant'] as const)('is recorded by %s', async (method) => {
    const { flags, exposures } = await start({ initialFlags: { theme } });
    if (method === 'getVariant') flags.getVariant('theme', 'classic', ada);
    else flags[method]('theme', ada);
    expect(await exposures()).toStrictEqual(['theme=classic for userId ada: random, variant']);
  });

  it('is recorded by getValue, evaluateValue and a handle, once for all of them', async () => {
    const { flags, exposures } = await start({ initialFlags: { theme } });
    flags.getValue('theme', '', ada);
    flags.evaluateValue('theme', '', ada);
    flags.handle('theme').isEnabled(ada);
    expect(await exposures()).toStrictEqual(['theme=classic for userId ada: random, variant']);
  });

  it('is not recorded by evaluateAll, explain, a status or a prerequisite', async () => {
    const { flags, exposures } = await start({
      initialFlags: { theme, banner: { type: 'boolean', prerequisites: [{ flag: 'theme' }] } },
    });
    flags.evaluateAll(ada);
    flags.evaluateAllByKey(ada);
    flags.explain('theme', ada);
    flags.status();
    expect(flags.isEnabled('banner', ada)).toBe(true);
    expect(await exposures()).toStrictEqual([]);
  });

  it('contains the version that a store gives to a definition', async () => {
    const { flags, delivered } = await start({ store: new MemoryStore() });
    await flags.saveFlag('theme', theme);
    await flags.saveFlag('theme', { ...theme, description: 'Which theme is shown.' });
    flags.isEnabled('theme', ada);
    expect(await delivered()).toMatchObject([{ flagVersion: '2' }]);
  });
});

describe('The unit of an exposure', () => {
  it('is the one that is bucketed', async () => {
    const byCompany = { ...theme, bucketBy: ['company', 'sessionId'] };
    expect(await exposuresOf(byCompany, { userId: 'ada', userAttributes: { company: 7 } })).toStrictEqual([
      'flag=classic for company 7: random, variant',
    ]);
    expect(await exposuresOf(byCompany, { userId: 'ada', sessionId: 's1' })).toStrictEqual([
      'flag=classic for sessionId s1: random, variant',
    ]);
    expect(await exposuresOf(theme, { sessionId: 's1' })).toStrictEqual([
      'flag=classic for sessionId s1: random, variant',
    ]);
  });

  it('is the one of the split, of the rollout of the rule, or of the flag', async () => {
    const context = { userId: 'ada', userAttributes: { company: 'acme' } };
    const bucketBy = 'company';
    expect(
      await exposuresOf(
        { ...theme, rules: [{ serve: { split: [{ variant: 'modern', weight: 1 }], bucketBy } }] },
        context,
      ),
    ).toStrictEqual(['flag=modern for company acme: random, rule_match']);
    expect(
      await exposuresOf(
        { type: 'boolean', otherwise: false, rules: [{ rollout: { percentage: 100, bucketBy } }] },
        context,
      ),
    ).toStrictEqual(['flag=on for company acme: random, rule_match']);
    expect(await exposuresOf({ ...theme, bucketBy, rules: [{ serve: true }] }, context)).toStrictEqual([
      'flag=classic for company acme: random, rule_match',
    ]);
  });

  it('must exist: a context without a targeting key is not exposed', async () => {
    expect(await exposuresOf(theme, {})).toStrictEqual([]);
    expect(await exposuresOf({ ...rollout, percentage: 100 }, {})).toStrictEqual([]);
    expect(await exposuresOf({ ...theme, rules: [{ serve: { variant: 'modern' } }] }, {})).toStrictEqual([]);
  });

  it('is hashed with a secret, and never delivered in plain text', async () => {
    const hashSecret = 'a secret of the analysts, 32 characters';
    const { flags, delivered } = await start({ initialFlags: { theme }, exposure: { hashSecret } });
    flags.isEnabled('theme', ada);
    flags.track('order_placed', ada);
    const events = await delivered();
    expect(events).toHaveLength(2);
    expect(new Set(events.map(({ targetingKey }) => targetingKey)).size).toBe(1);
    expect(events[0]?.targetingKey).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(events)).not.toContain('ada');
  });
});

describe('Answers that expose a unit', () => {
  it('are both sides of a rollout', async () => {
    expect(await exposuresOf({ ...rollout, percentage: 100 }, ada)).toStrictEqual([
      'flag=on for userId ada: random, percentage_rollout',
    ]);
    expect(await exposuresOf({ ...rollout, percentage: 0 }, ada)).toStrictEqual([
      'flag=off for userId ada: random, not_in_rollout',
    ]);
    const stops = { rollout: { percentage: 0 }, onMiss: 'stop' } as const;
    expect(await exposuresOf({ type: 'boolean', otherwise: true, rules: [stops] }, ada)).toStrictEqual([
      'flag=off for userId ada: random, not_in_rollout',
    ]);
  });

  it('are those inside and outside the rollout of a rule that serves one variant', async () => {
    const context = { userId: 'ada', sessionId: 's1' };
    expect(await exposuresOf({ ...theme, rules: [modernFor(100)] }, context)).toStrictEqual([
      'flag=modern for sessionId s1: random, rule_match',
    ]);
    expect(await exposuresOf({ ...theme, rules: [modernFor(0)] }, context)).toStrictEqual([
      'flag=classic for sessionId s1: random, not_in_rollout',
    ]);
  });

  it('are marked if a rule or an override has chosen the variant', async () => {
    expect(await exposuresOf({ ...theme, rules: [{ serve: { variant: 'modern' } }] }, ada)).toStrictEqual([
      'flag=modern for userId ada: fixed, rule_match',
    ]);
    const { flags, exposures } = await start({ initialFlags: { theme, rollout, search: true } });
    await flags.setOverride('theme', 'modern', { unit: 'ada' });
    await flags.enable('rollout');
    await flags.disable('search');
    for (const key of ['theme', 'rollout', 'search']) flags.isEnabled(key, ada);
    expect(await exposures()).toStrictEqual([
      'theme=modern for userId ada: fixed, override',
      'rollout=on for userId ada: fixed, override',
    ]);
  });

  it('are those of a custom strategy that names a variant', async () => {
    expect(await exposuresOf({ type: 'custom', strategy: 'shade' }, ada)).toStrictEqual([
      'flag=dark for userId ada: custom, custom',
    ]);
    expect(await exposuresOf({ type: 'custom', strategy: 'always' }, ada)).toStrictEqual([]);
  });
});

describe('Answers that expose nobody', () => {
  it.each<[string, FlagDefinition]>([
    ['a boolean flag', true],
    ['a user list', { type: 'user_list', users: ['ada'] }],
    ['a rule without a rollout or variant', { type: 'boolean', otherwise: false, rules: [{ serve: true }] }],
    ['a flag that is off', { ...theme, enabled: false }],
    ['a unit outside the coverage', { ...theme, coverage: 0 }],
    ['a unit outside the layer', { ...theme, layer: { name: 'shop', from: 0, to: 0.001 } }],
    ['a failed prerequisite', { ...theme, prerequisites: [{ flag: 'off' }] }],
    [
      'a unit outside the rollout of a rule that draws variants',
      { ...theme, rules: [{ rollout: { percentage: 0 }, onMiss: 'stop' }] },
    ],
  ])('are those of %s', async (_, definition) => {
    expect(await exposuresOf(definition, ada, { off: false })).toStrictEqual([]);
  });

  it('are those for a context that could not be resolved, and of undefined flags', async () => {
    expect(await exposuresOf(theme, FAILED_CONTEXT)).toStrictEqual([]);
    const { flags, exposures } = await start();
    expect(flags.isEnabled('theme', ada, true)).toBe(true);
    expect(await exposures()).toStrictEqual([]);
  });
});

describe('A unit is exposed', () => {
  it('once to a variant of a flag within the window, and again after it', async () => {
    const { flags, exposures, clock } = await start({
      initialFlags: { theme, rollout },
      exposure: { window: '1h' },
    });
    const ask = () => [flags.isEnabled('theme', ada), flags.isEnabled('rollout', ada)];
    ask();
    expect(await exposures()).toHaveLength(2);
    clock.advance(3_590_000);
    ask();
    expect(await exposures()).toStrictEqual([]);
    clock.advance(3_600_000 / 16);
    ask();
    ask();
    expect(await exposures()).toHaveLength(2);
  });

  it('again whenever the answer changes', async () => {
    const { flags, exposures } = await start({ initialFlags: { theme } });
    const ask = () => flags.isEnabled('theme', ada);
    ask();
    await flags.setOverride('theme', 'modern');
    ask();
    ask();
    await flags.clearOverride('theme');
    ask();
    expect(await exposures()).toStrictEqual([
      'theme=classic for userId ada: random, variant',
      'theme=modern for userId ada: fixed, override',
      'theme=classic for userId ada: random, variant',
    ]);
  });

  it('again when the definition changes, but not when another flag does', async () => {
    const provider = new MemoryProvider({ theme, search: true });
    const { flags, exposures } = await start({ providers: [provider] });
    const ask = () => flags.isEnabled('theme', ada);
    ask();
    await flags.saveFlag('search', false);
    await flags.enable('theme', { unit: 'bob' });
    ask();
    expect(await exposures()).toHaveLength(1);
    await flags.saveFlag('theme', { ...theme, description: 'Which theme is shown.' });
    ask();
    expect(await exposures()).toHaveLength(1);
  });

  it('once by a custom strategy that returns a new object each time', async () => {
    const { flags, exposures } = await start({
      initialFlags: { shade: { type: 'custom', strategy: 'shade' } },
      strategies: { shade: () => () => ({ enabled: true, variant: 'dark' }) },
    });
    for (let i = 0; i < 3; i++) flags.isEnabled('shade', ada);
    expect(await exposures()).toHaveLength(1);
  });
});

describe('A manager with a sink', () => {
  it('answers as without it, even if the targeting key cannot be read a second time', async () => {
    const { flags, logger, exposures } = await start({ initialFlags: { theme } });
    let reads = 0;
    const once: FlagContext = Object.defineProperty({}, 'userId', {
      enumerable: true,
      get: () => {
        if (reads++ > 0) throw new RangeError('ada');
        return 'ada';
      },
    });
    expect(flags.getVariant('theme', 'none', once)).toBe('classic');
    expect(await exposures()).toStrictEqual([]);
    expect(logger.lines.join('\n')).toContain('The targeting key cannot be read for an exposure of "theme"');
    expect(logger.lines.join('\n')).not.toContain('ada');
  });

  it('records nothing while flags are disabled altogether', async () => {
    const { flags, exposures } = await start({ enabled: false, initialFlags: { theme } });
    flags.isEnabled('theme', ada);
    flags.track('order_placed', ada);
    expect(await exposures()).toStrictEqual([]);
    expect(flags.status().exposure).toBeUndefined();
  });

  it('rejects options for a sink that is missing, and a queue that holds no batch', async () => {
    await expect(start({ onExposure: undefined, exposure: {} })).rejects.toThrow(
      'Option "exposure" configures "onExposure"',
    );
    await expect(start({ exposure: { batchSize: 10, queueSize: 9 } })).rejects.toThrow(
      'Option "queueSize" of exposure must be at least the "batchSize", which is 10; given: 9.',
    );
    await expect(start({ exposure: { hashSecret: 'short' } })).rejects.toThrow(
      'Option "hashSecret" of exposure must be a secret of 32 to 1024 characters',
    );
  });
});
