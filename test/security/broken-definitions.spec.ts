import { describe, expect, it } from '@jest/globals';
import { EvaluationReason } from '../../lib/engine/flag-evaluation.js';
import type { FlagManagerOptions } from '../../lib/manager/options/flag-manager.options.js';
import type { FlagProvider, FlagSet } from '../../lib/providers/flag-provider.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { appendChained } from '../support/append-chained.js';
import { managers, settled } from '../unit/manager/managers.js';
import { ScriptedStore } from '../unit/manager/scripted-store.js';

const start = managers();
const BY = { actor: 'ops' };
const BROKEN = { type: 'percentage', percentage: 'all' };

/** A provider that somebody wrote, with what it delivers. */
function custom(set: FlagSet | Error) {
  const provider = {
    name: 'custom',
    set,
    load: () => {
      if (provider.set instanceof Error) throw provider.set;
      return provider.set;
    },
  };
  return provider satisfies FlagProvider & { set: FlagSet | Error };
}

const circle = {
  staff: { rules: [{ segment: 'testers' }] },
  testers: { rules: [{ segment: 'staff' }] },
};
const behindCircle = {
  checkout: true,
  beta: { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'staff' } }] },
};

const started = async (provider: FlagProvider, options: FlagManagerOptions = {}) =>
  await start({ providers: [provider], onBootFailure: 'defaults', cacheTtl: 60, ...options });

describe('An unreadable definition', () => {
  it.each([
    ['of the wrong type', BROKEN],
    ['that is no object', 7],
    ['that is missing', undefined],
    [
      'with a getter that throws',
      Object.defineProperty({}, 'type', {
        enumerable: true,
        get: () => {
          throw new Error('boom');
        },
      }),
    ],
  ])('affects no other at boot: %s', async (_, broken) => {
    const { flags } = await started(custom({ flags: { checkout: true, search: broken } }), { onBootFailure: 'throw' });
    expect(flags.isEnabled('checkout')).toBe(true);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      providers: [{ state: 'loaded', problems: [{ kind: 'flag', key: 'search' }] }],
    });
  });

  it('affects no other when its key is invalid, or reading it throws', async () => {
    const flags = { 'a key with spaces': true, checkout: true };
    Object.defineProperty(flags, 'search', {
      enumerable: true,
      get: () => {
        throw new Error('boom');
      },
    });
    const { flags: manager } = await started(custom({ flags }));
    expect([manager.isEnabled('checkout'), manager.status().state]).toEqual([true, 'degraded']);
    expect(
      manager
        .status()
        .providers[0]?.problems.map(({ key }) => key)
        .toSorted(),
    ).toEqual(['a key with spaces', 'search']);
  });

  it('affects no update of another, and keeps its own last good state', async () => {
    const provider = custom({ flags: { checkout: true, search: true } });
    const { flags, logger } = await started(provider);
    provider.set = { flags: { checkout: false, search: BROKEN, theme: true }, segments: { staff: 'nobody' } };
    await flags.refresh();
    expect(['checkout', 'search', 'theme'].map((key) => flags.isEnabled(key))).toEqual([false, true, true]);
    expect(flags.status().state).toBe('degraded');
    expect(logger.errors.join()).toMatch(/flag "search": .*percentage/);
    provider.set = { flags: { checkout: false, search: false } };
    await flags.refresh();
    expect([flags.isEnabled('search'), flags.status().state]).toEqual([false, 'ready']);
  });

  it('hides the definition of a lower layer, such as one in the code, instead of falling back to it', async () => {
    const { flags } = await started(custom({ flags: { checkout: BROKEN } }), { initialFlags: { checkout: true } });
    expect(flags.evaluate('checkout')).toMatchObject({ enabled: false, reason: EvaluationReason.ProviderError });
    expect(flags.status().state).toBe('degraded');
  });

  it('rejects a source only when it has no definitions by key at all', async () => {
    const provider = custom({ flags: { checkout: true } });
    const { flags } = await started(provider);
    provider.set = { flags: 'none' as never };
    await flags.refresh();
    expect([flags.isEnabled('checkout'), flags.status().providers[0]?.state]).toEqual([true, 'stale']);
  });

  it('is served from a shared cache with its problems', async () => {
    const kept = new Map<string, unknown>();
    const definitionCache = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => void kept.set(key, value),
      delete: async (key: string) => kept.delete(key),
    };
    const provider = custom({ flags: { checkout: true, search: BROKEN } });
    await started(provider, { cache: definitionCache });
    const { flags } = await started(provider, { cache: definitionCache });
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([true, 'degraded']);
  });
});

describe('A flag behind segments that refer to each other', () => {
  it('is listed as rejected, answers closed, and affects no other', async () => {
    const { flags, logger } = await started(custom({ flags: behindCircle, segments: circle }));
    expect(flags.isEnabled('checkout')).toBe(true);
    expect(flags.evaluate('beta')).toMatchObject({ enabled: false, reason: EvaluationReason.ProviderError });
    expect(flags.evaluateAll({}).map(({ key, reason }) => `${key} ${reason}`)).toContain('beta provider_error');
    expect(flags.status().inconsistencies.map(({ path }) => path[0])).toContain('beta');
    expect(flags.status().state).toBe('degraded');
    expect(flags.status().missingFlags).toEqual({});
    expect(logger.lines.join('\n')).not.toContain('is not defined by any provider');
  });

  it.each(['error', 'warn'] as const)(
    'can be disabled and enabled by operators, with unknownFlags %s',
    async (unknownFlags) => {
      const { flags, logger } = await started(custom({ flags: behindCircle, segments: circle }), { unknownFlags });
      await flags.enable('beta', BY);
      expect(flags.isEnabled('beta')).toBe(true);
      await flags.disable('beta', BY);
      expect(flags.evaluate('beta')).toMatchObject({ enabled: false, reason: EvaluationReason.Override });
      expect(logger.warnings).toStrictEqual([]);
    },
  );
});

describe('A definition that refers to a rejected one', () => {
  it('is rejected with it, and the log does not say that no provider defines it', async () => {
    const rule = { when: { segment: 'staff' } };
    const { flags, logger } = await started(
      custom({
        flags: { beta: { type: 'boolean', otherwise: false, rules: [rule] }, checkout: true },
        segments: { staff: 'everybody' },
      }),
    );
    expect([flags.isEnabled('checkout'), flags.evaluate('beta').reason]).toEqual([
      true,
      EvaluationReason.ProviderError,
    ]);
    expect(logger.lines.join('\n')).toMatch(/beta.*refers to the segment "staff", which is rejected/);
    expect(logger.lines.join('\n')).not.toContain('no provider defines');
  });

  it('is off when it needs a rejected flag, and the log says why', async () => {
    const { flags, logger } = await started(
      custom({ flags: { express: { type: 'boolean', prerequisites: [{ flag: 'checkout' }] }, checkout: BROKEN } }),
    );
    expect(flags.isEnabled('express')).toBe(false);
    expect(logger.warnings.join()).toContain('refers to the flag "checkout", whose definition is rejected');
  });
});

describe('An unreadable document of the store', () => {
  it.each(['flag', 'segment', 'schedule'] as const)(
    'affects no other, and the status reports it: a %s',
    async (kind) => {
      const memory = new MemoryStore();
      const { flags } = await start({ store: new ScriptedStore(memory) });
      await flags.saveFlag('checkout', true, BY);
      const [entry] = (await flags.getAuditLog()).entries;
      const broken = {
        ...entry,
        id: 'broken',
        version: 2,
        action: kind === 'schedule' ? 'schedule_added' : `${kind}_created`,
        key: 'search',
        after: kind === 'schedule' ? { id: 'search' } : { type: 'nonsense', rules: 7, conditions: 7 },
      };
      appendChained(memory, broken as AuditEntry);
      await settled();
      expect(flags.isEnabled('checkout')).toBe(true);
      expect(flags.status()).toMatchObject({ state: 'degraded', providers: [{ problems: [{ kind }] }] });
    },
  );
});

describe('Definitions in the code', () => {
  it('answer while the layer above them is unavailable, and the status reports it', async () => {
    const provider = custom(new Error('connection refused'));
    const { flags } = await started(provider, { initialFlags: { checkout: true } });
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([true, 'degraded']);
    provider.set = { flags: { checkout: false } };
    await flags.refresh();
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'ready']);
  });
});
