import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { InvalidFlagKeyError } from '../../../lib/engine/flag.errors.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { hostileObjects } from '../engine/hostile-objects.js';
import { managers } from './managers.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };

const hostile = Object.values(hostileObjects).map((make) => make());

describe('A handle', () => {
  it('answers in every way like the manager that made it', async () => {
    const { flags } = await start({ initialFlags: shopFlags, contextSource: () => ada });
    for (const key of [...Object.keys(shopFlags), 'unheard_of']) {
      const handle = flags.handle(key);
      expect(handle.key).toBe(key);
      for (const context of [ada, { userId: 'bob' }, {}, undefined, ...hostile] as FlagContext[]) {
        expect(handle.isEnabled(context)).toBe(flags.isEnabled(key, context));
        expect(handle.isEnabled(context, true)).toBe(flags.isEnabled(key, context, true));
        expect(handle.getVariant('classic', context)).toBe(flags.getVariant(key, 'classic', context));
        expect(handle.getVariant()).toBe(flags.getVariant(key));
        expect(handle.getValue(10, context)).toBe(flags.getValue(key, 10, context));
        expect(handle.evaluate(context)).toEqual(flags.evaluate(key, context));
      }
    }
  });

  it('sees every change at once: overrides, edits, new flags, deleted ones', async () => {
    const provider = new MemoryProvider({ search: false });
    const { flags } = await start({ providers: [provider] });
    const search = flags.handle('search');
    const seen = () => search.evaluate(ada).reason;
    expect(seen()).toBe('disabled');
    await flags.enable('search');
    expect(seen()).toBe('override');
    await flags.clearOverride('search');
    expect(seen()).toBe('disabled');
    await flags.saveFlag('search', true);
    expect(seen()).toBe('enabled');
    await flags.deleteFlag('search');
    expect(seen()).toBe('flag_not_found');
    await flags.saveFlag('search', true);
    expect(seen()).toBe('enabled');
  });

  it('can be made before its flag, and before the manager has started', async () => {
    const { flags } = await start({ providers: [new MemoryProvider()] });
    const later = flags.handle('later');
    expect(later.isEnabled(ada)).toBe(false);
    expect(later.isEnabled(ada, true)).toBe(true);
    await flags.saveFlag('later', true);
    expect(later.isEnabled(ada)).toBe(true);
  });

  it('counts the questions for a flag that nobody knows with those that go by the key', async () => {
    const { flags, logger } = await start();
    const handle = flags.handle('chekcout');
    handle.isEnabled();
    handle.getVariant('a');
    flags.isEnabled('chekcout');
    expect(flags.status().missingFlags).toEqual({ chekcout: 3 });
    expect(logger.warnings).toEqual([expect.stringContaining('"chekcout"')]);
  });

  it('is not made for what can be no key', async () => {
    const { flags } = await start();
    expect(() => flags.handle('no key')).toThrow(InvalidFlagKeyError);
    expect(() => flags.handle('__proto__')).toThrow(InvalidFlagKeyError);
  });
});
