import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { InvalidFlagKeyError } from '../../../../lib/engine/flag.errors.js';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { hostileObjects } from '../../engine/hostile-objects.js';
import { collectGarbage } from '../collect-garbage.js';
import { managers, settled } from '../managers.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };

const hostile = Object.values(hostileObjects).map((make) => make());

describe('A handle', () => {
  it('answers like the manager that made it', async () => {
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

  it('reflects every change at once: overrides, edits, new flags, deleted ones', async () => {
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
    const flags = new FlagManager({ providers: [new MemoryProvider({ search: true })], logger: new RecordingLogger() });
    const [search, later] = [flags.handle('search'), flags.handle('later')];
    expect([search.isEnabled(ada), later.isEnabled(ada), later.isEnabled(ada, true)]).toEqual([false, false, true]);
    await flags.start();
    expect([search.isEnabled(ada), later.isEnabled(ada)]).toEqual([true, false]);
    await flags.saveFlag('later', true);
    expect(later.isEnabled(ada)).toBe(true);
    await flags.close();
    expect([search.isEnabled(ada), later.isEnabled(ada)]).toEqual([true, true]);
  });

  it('reflects the end of an override, and what a provider delivers on its own', async () => {
    const provider = new MemoryProvider({ search: false });
    const { flags, clock } = await start({ providers: [provider] });
    const search = flags.handle('search');
    await flags.setOverride('search', true, { expiresAt: new Date(clock.now() + 1000) });
    expect(search.isEnabled(ada)).toBe(true);
    clock.advance(1000);
    expect(search.isEnabled(ada)).toBe(false);
    provider.set('search', true);
    await settled();
    expect(search.isEnabled(ada)).toBe(true);
  });

  it('keeps no old definitions alive when it is no longer used', async () => {
    const provider = new MemoryProvider({ search: true, catalogue: true });
    const { flags } = await start({ providers: [provider] });
    const search = flags.handle('search');
    search.isEnabled(ada);
    const old = new WeakRef(flags.getFlags());
    await flags.saveFlag('catalogue', false);
    await settled();
    await collectGarbage();
    expect(old.deref()).toBeUndefined();
    expect(search.isEnabled(ada)).toBe(true);
  });

  it('counts evaluations of an undefined flag together with those by key', async () => {
    const { flags, logger } = await start();
    const handle = flags.handle('chekcout');
    handle.isEnabled();
    handle.getVariant('a');
    flags.isEnabled('chekcout');
    expect(flags.status().missingFlags).toEqual({ chekcout: 3 });
    expect(logger.warnings).toEqual([expect.stringContaining('"chekcout"')]);
  });

  it('is not created for an invalid key', async () => {
    const { flags } = await start();
    expect(() => flags.handle('no key')).toThrow(InvalidFlagKeyError);
    expect(() => flags.handle('__proto__')).toThrow(InvalidFlagKeyError);
  });
});
