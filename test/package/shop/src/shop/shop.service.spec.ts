import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { FeatureFlagsError, FeatureFlagsModule, FileProvider, FlagManager } from 'nestjs-feature-flags';
import { RedisStore } from 'nestjs-feature-flags/redis';
import { ManualClock } from 'nestjs-feature-flags/testing';
import { ShopService } from './shop.service.js';

describe('ShopService', () => {
  it('evaluates its flag through the manager and falls back, as its module defines', async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [FeatureFlagsModule.forRoot({ initialFlags: { premium_tier: { type: 'user_list', users: ['ada'] } } })],
      providers: [ShopService],
    }).compile();
    await moduleRef.init();
    const shop = moduleRef.get(ShopService);
    expect(shop.isPremium('ada')).toBe(true);
    expect(shop.isPremium('grace')).toBe(false);
    expect(shop.checkout('modern')).toBe('legacy checkout, modern');
    await moduleRef.get(FlagManager).enable('new_checkout', { actor: 'ops' });
    expect(shop.checkout('modern')).toBe('new checkout, modern');
    await moduleRef.close();
  });

  it('gets the same classes from every entry point', async () => {
    const store = new RedisStore({ url: 'redis://127.0.0.1:1' });
    const error: unknown = await Promise.resolve(store.read()).catch((reason: unknown) => reason);
    store.close();
    expect(error).toBeInstanceOf(FeatureFlagsError);
    expect(error).toHaveProperty('code', 'STORE_UNAVAILABLE'); // and not MISSING_PACKAGE: "redis" is there
  });

  it('moves the clock of a manager', async () => {
    const clock = new ManualClock('2026-11-26T23:59:59Z');
    const sale = { type: 'time_based', start: '2026-11-27T00:00:00Z' } as const;
    const flags = await FlagManager.create({ clock, initialFlags: { sale } });
    expect(flags.isEnabled('sale')).toBe(false);
    clock.advance(1000);
    expect(flags.isEnabled('sale')).toBe(true);
    await flags.close();
  });

  it('reads a long YAML file in a thread', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-'));
    const file = join(folder, 'flags.yaml');
    const lines = Array.from({ length: 5000 }, (_, i) => `  flag_${i}: true`);
    await writeFile(file, ['flags:', ...lines, ''].join('\n'));
    const { flags } = await new FileProvider(file).load();
    expect(Object.keys(flags)).toHaveLength(5000);
    await rm(folder, { recursive: true });
  });
});
