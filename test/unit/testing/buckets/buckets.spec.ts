import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager, type Bucketer, type FlagDefinition } from '../../../../lib/core.js';
import { bucketOf, userInBucket, userOutsideBucket } from '../../../../lib/testing/index.js';

let flags: FlagManager | undefined;
afterEach(() => flags?.close());

async function manager(definition: FlagDefinition, bucketers: Record<string, Bucketer> = {}): Promise<FlagManager> {
  flags = await FlagManager.create({ initialFlags: { rollout: definition }, bucketers });
  return flags;
}

/** A bucketer that knows nothing but the last character. */
const byLastDigit: Bucketer =
  ({ total }) =>
  (unit) =>
    (Number(unit.at(-1)) * total) / 10;

describe('bucketOf', () => {
  it('returns the percentage above which a rollout includes a user', async () => {
    const position = bucketOf('rollout', { userId: 'ada' });
    const percentages = [Math.floor(position * 1000) / 1000, Math.floor(position * 1000 + 1) / 1000];
    const answers: boolean[] = [];
    for (const percentage of percentages) {
      const own = await FlagManager.create({ initialFlags: { rollout: { type: 'percentage', percentage } } });
      answers.push(own.isEnabled('rollout', { userId: 'ada' }));
      await own.close();
    }
    expect(answers).toStrictEqual([false, true]);
  });

  it('uses the salt and the attribute of the running definition', async () => {
    const given = bucketOf('rollout', { userAttributes: { company: 'acme' } }, { salt: 'q3', bucketBy: 'company' });
    await manager({ type: 'percentage', percentage: 50, salt: 'q3', bucketBy: 'company' });
    expect(bucketOf('rollout', { userAttributes: { company: 'acme' } })).toBe(given);
    expect(given).not.toBe(bucketOf('other', { userId: 'acme' }));
  });

  it('uses the bucketer of the running manager, or a given one', async () => {
    expect(bucketOf('rollout', { userId: 'u7' }, { bucketer: byLastDigit })).toBe(70);
    await manager({ type: 'percentage', percentage: 50, bucketer: 'digit' }, { digit: byLastDigit });
    expect(bucketOf('rollout', { userId: 'u3' })).toBe(30);
  });

  it('returns the position in the ranges of a variant flag', async () => {
    const variants = [
      { name: 'a', weight: 3 },
      { name: 'b', weight: 1 },
    ];
    const own = await manager({ type: 'variant', variants });
    for (const userId of ['ada', 'grace', 'linus', 'eve', 'joe']) {
      expect(own.getVariant('rollout', 'none', { userId })).toBe(bucketOf('rollout', { userId }) < 75 ? 'a' : 'b');
    }
  });

  it('rejects a context without a targeting key, and an invalid key', () => {
    expect(() => bucketOf('rollout', {})).toThrow('has no targeting key for "rollout": set "userId"');
    expect(() => bucketOf('a b', {})).toThrow(expect.objectContaining({ code: 'INVALID_FLAG_KEY' }));
  });
});

describe('userInBucket and userOutsideBucket', () => {
  it.each(['30%', 0.001, '99.999%', 50] as const)('find users inside and outside a rollout of %s', async (share) => {
    const percentage = typeof share === 'number' ? share : Number.parseFloat(share);
    const own = await manager({ type: 'percentage', percentage });
    expect(own.isEnabled('rollout', userInBucket('rollout', share))).toBe(true);
    expect(own.isEnabled('rollout', userOutsideBucket('rollout', share))).toBe(false);
  });

  it('return the same user each time', () => {
    expect(userInBucket('rollout', '30%')).toStrictEqual(userInBucket('rollout', '30%'));
  });

  it('set the attribute that is bucketed', async () => {
    const own = await manager({ type: 'percentage', percentage: 30, bucketBy: ['/company/id', 'userId'] });
    const user = userInBucket('rollout', '30%');
    expect(user).toMatchObject({ userAttributes: { company: { id: expect.any(String) } } });
    expect(own.isEnabled('rollout', user)).toBe(true);
  });

  it('set the session id', () => {
    expect(userInBucket('rollout', '30%', { bucketBy: 'sessionId' })).toStrictEqual({ sessionId: expect.any(String) });
  });

  it.each([
    ['nobody is inside', () => userInBucket('rollout', '0%')],
    ['nobody is outside', () => userOutsideBucket('rollout', '100%', { bucketer: byLastDigit })],
    ['the share is no percentage', () => userInBucket('rollout', 'half' as never)],
    ['the share is above 100%', () => userInBucket('rollout', '101%')],
    ['the bucketer fails', () => userInBucket('rollout', '30%', { bucketer: () => () => Number.NaN })],
  ])('throw if %s', (_what, find) => {
    expect(find).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });
});
