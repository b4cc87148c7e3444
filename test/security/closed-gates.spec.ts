import { describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  FeatureFlagsModule,
  FlagManager,
  type FeatureFlagsConfig,
  type FlagContext,
  type FlagProvider,
  type FlagRequirement,
} from '../../lib/index.js';
import { requirementHolds } from '../../lib/nest/gates/flag-requirement.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { extensions, failingFlags, failingSegments } from './closed-gates/failing-flags.js';
import { gatesOn, GlobalGuard, OPEN } from './closed-gates/gate-kinds.js';

const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold' } };

/** Every form of a requirement on one flag. Each but the last ones opens for a flag that is known, on or off. */
const formsOn = (flag: string): FlagRequirement[] => [
  flag,
  { not: flag },
  { any: [flag, { not: flag }] },
  { not: { not: flag } },
  { not: { all: [flag, 'on'] } },
  { not: { any: [flag, 'off'] } },
  { all: ['on', { not: flag }] },
  { any: ['off', { not: flag }] },
  { flag, variant: 'dark' },
  { not: { flag, variant: 'dark' } },
  { not: { flag, variant: ['dark', 'light'] } },
];

/** Opens for every flag that can be decided, whether it is on or off. */
const onOrOff = (flag: string): FlagRequirement => ({ any: [flag, { not: flag }] });

const failed = (): Promise<never> => Promise.reject(new Error('the source is down'));
const provider = (load: FlagProvider['load']): FlagProvider => ({ name: 'remote', load });
const base = {
  ...extensions,
  initialFlags: { on: true, off: false },
  bootTimeout: '50ms',
  onBootFailure: 'defaults',
} as const;

/** What leaves the flag "x" without an answer, whoever asks. */
const outages: readonly (readonly [string, FeatureFlagsConfig])[] = [
  ['the module is switched off', { ...base, enabled: false, initialFlags: { x: true, on: true, off: false } }],
  ['nobody defines the flag', base],
  ['its provider fails', { ...base, providers: [provider(failed)] }],
  ['its provider is slow', { ...base, providers: [provider(() => new Promise<never>(() => {}))] }],
  [
    'its definition is rejected',
    {
      ...base,
      providers: [provider(async () => ({ flags: { x: { type: 'percentage', percentage: 400 } } }))],
    },
  ],
];

/** Results of a resolver that cannot be read, so that the user of the evaluation is unknown. */
const unreadable: readonly (readonly [string, () => unknown])[] = [
  ['returns an object whose getters throw', () => biting('userId', 'sessionId', 'userAttributes', 'timestamp')],
  ['returns attributes whose getters throw', () => ({ userId: 'ada', userAttributes: biting('plan') })],
  ['returns a proxy that cannot be read', () => new Proxy(ada, { get: refuse, getOwnPropertyDescriptor: refuse })],
  ['returns attributes that nobody has awaited', () => ({ userId: 'ada', userAttributes: Promise.resolve({}) })],
];

/** What leaves every flag without an answer, because nobody can tell who asks. */
const resolvers: typeof unreadable = [
  ['throws', refuse],
  ['rejects', () => Promise.reject(new Error('no session'))],
  ['never answers', () => new Promise<never>(() => {})],
  ['returns no object', () => 'ada'],
  ...unreadable,
];

function refuse(): never {
  throw new Error('not loaded');
}

function biting(...names: string[]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { get: refuse, enumerable: true }])),
  );
}

/** Flags that are on for everyone except some: what is not known of a user must not count as "not one of them". */
const exclusions = {
  'not-free': {
    type: 'boolean',
    otherwise: false,
    rules: [{ when: { not: { attribute: 'plan', op: 'equals', value: 'free' } } }],
  },
  free: { type: 'user_attribute', attributes: { plan: 'free' } },
} as const;

describe.each(adapters.slice(0, 1))('On $name', (adapter) => {
  const start = httpApps(adapter);

  /** The routes that are open, of a gate of every kind on each of these requirements. */
  async function openRoutes(config: FeatureFlagsConfig, required: readonly FlagRequirement[]): Promise<string[]> {
    const gates = required.map((requirement, i) => gatesOn(requirement, `gates-${i}`));
    const app = await start(moduleOf(config, gates));
    const paths = gates.flatMap((each) => each.paths);
    const answers = await Promise.all(paths.map((path) => app.ask(path)));
    return paths.filter((_, i) => answers[i]?.text.includes(OPEN));
  }

  it('every kind of gate opens when the flag is on, and inside "not" when it is off', async () => {
    const config = { ...base, contextResolver: () => ada };
    const required: FlagRequirement[] = ['on', { not: 'off' }, onOrOff('on'), onOrOff('off')];
    expect(await openRoutes(config, required)).toHaveLength(4 * gatesOn('on', 'count').paths.length);
  });

  describe.each([[false], [true]])('with defaultEnabled: %s', (defaultEnabled) => {
    it.each(outages)('no kind of gate opens when %s', async (_, config) => {
      const all = { ...config, defaultEnabled, contextResolver: () => ada };
      expect(await openRoutes(all, ['x', { not: 'x' }, onOrOff('x')])).toStrictEqual([]);
    });

    it('no kind of gate opens when an extension fails', async () => {
      const config = {
        ...base,
        defaultEnabled,
        initialFlags: failingFlags,
        initialSegments: failingSegments,
        contextResolver: () => ada,
      };
      const shown = Object.keys(failingFlags).filter(
        (key) => key.startsWith('throws.') && !key.includes('.must-be-on'),
      );
      expect(await openRoutes(config, shown.map(onOrOff))).toStrictEqual([]);
    });

    it.each(resolvers)('no kind of gate opens when the context resolver %s', async (_, resolve) => {
      const contextResolver = resolve as () => FlagContext;
      const initialFlags = { ...exclusions, on: true };
      const config = { ...base, defaultEnabled, contextResolver, contextTimeout: '50ms', initialFlags } as const;
      expect(await openRoutes(config, ['not-free', { not: 'free' }, onOrOff('free')])).toStrictEqual([]);
    });
  });
});

describe.each([[false], [true]])('With defaultEnabled: %s', (defaultEnabled) => {
  /** The requirements that hold. */
  async function holding(config: FeatureFlagsConfig, keys: readonly string[], context: FlagContext = ada) {
    const flags = new FlagManager({ ...config, defaultEnabled, logger: new RecordingLogger() });
    try {
      await flags.start();
      return keys.flatMap(formsOn).filter((form) => requirementHolds(form, flags, context));
    } finally {
      await flags.close();
    }
  }

  it.each(outages)('no form of a requirement holds when %s', async (_, config) => {
    expect(await holding(config, ['x'])).toStrictEqual([]);
  });

  it('no form of a requirement holds for an undecided flag', async () => {
    const initialFlags = { ...failingFlags, on: true, off: false };
    const config = { ...base, initialFlags, initialSegments: failingSegments };
    expect(await holding(config, Object.keys(failingFlags))).toStrictEqual([]);
  });

  it.each(unreadable)('no form of a requirement holds when the context resolver %s', async (_, resolve) => {
    const config = { ...base, initialFlags: { ...exclusions, on: true, off: false } };
    expect(await holding(config, Object.keys(exclusions), resolve() as FlagContext)).toStrictEqual([]);
  });

  it('an undecided flag is off, has a reason that explains it, and names what failed in its explanation and the log', async () => {
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({
      ...base,
      defaultEnabled,
      logger,
      initialFlags: failingFlags,
      initialSegments: failingSegments,
    });
    for (const key of Object.keys(failingFlags)) {
      expect(flags.evaluate(key, ada)).toMatchObject({ enabled: false, reason: 'evaluation_error' });
      expect(flags.explain(key, ada).evaluation).toEqual(flags.evaluate(key, ada));
    }
    const { steps } = flags.explain('throws.condition-under-not', ada);
    expect(JSON.stringify(steps)).toContain('"step":"failure"');
    expect(logger.lines.join('\n')).toContain('Operator "throws" failed for "throws.condition-under-not"');
    expect(logger.lines.join('\n')).not.toContain('ada@shop.example');
    await flags.close();
  });
});

function moduleOf(config: FeatureFlagsConfig, gates: readonly ReturnType<typeof gatesOn>[]): DynamicModule {
  @Module({})
  class ShopModule {}
  return {
    module: ShopModule,
    imports: [FeatureFlagsModule.forRoot({ ...config, logger: new RecordingLogger() })],
    controllers: gates.flatMap((each) => [...each.controllers]),
    providers: [{ provide: APP_GUARD, useClass: GlobalGuard }, ...gates.flatMap((each) => [...each.providers])],
  };
}
