import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { apps } from '../e2e/module/apps.js';
import { AppModule } from './recipes/writing-an-operator/extended.module.js';

/** The rollout of the other system. */
const isInOldRollout = (userId: string) =>
  BigInt(`0x${createHash('md5').update(`${userId}:search_v2`).digest('hex')}`) % 100n < 25n;

describe('The extensions of the page on writing an operator', () => {
  const { boot } = apps();
  const start = async () => (await boot(AppModule)).get(FlagManager);

  it('compare an attribute, and make a condition false for one of the wrong type', async () => {
    const flags = await start();
    const basketOf = (basket: unknown) => flags.isEnabled('bundle_offer', { userAttributes: { basket } });
    expect([basketOf(6), basketOf(7), basketOf('6'), basketOf(undefined)]).toEqual([true, false, false, false]);
  });

  it('decide a flag by the time of its evaluation', async () => {
    const flags = await start();
    const at = (time: string) => flags.evaluate('hotline', { timestamp: new Date(`2026-11-27T${time}Z`) });
    expect(at('09:00:00')).toMatchObject({ enabled: true, reason: 'custom' });
    expect(at('17:00:00')).toMatchObject({ enabled: false, reason: 'custom' });
  });

  it('put users into the buckets of another system', async () => {
    const flags = await start();
    const users = Array.from({ length: 200 }, (_, i) => `user-${i}`);
    expect(users.filter((userId) => flags.isEnabled('search_v2', { userId }))).toEqual(users.filter(isInOldRollout));
  });

  it('make a definition invalid when they throw while it is loaded', async () => {
    const flags = await start();
    const rules = [{ when: { attribute: 'basket', op: 'custom:divisible_by', value: 0 } }] as const;
    await expect(flags.saveFlag('broken', { type: 'boolean', rules, otherwise: false })).rejects.toMatchObject({
      message: expect.stringContaining('needs a number other than 0'),
    });
  });
});
