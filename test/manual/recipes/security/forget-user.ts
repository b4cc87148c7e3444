import type { FlagManager } from 'nestjs-feature-flags';

interface Redis {
  del(key: string): Promise<number>;
}

/** Erases what a `RedisStore` with the prefix `shop` stores about one user: sticky variants, and overrides for this user. */
export async function forgetUser(redis: Redis, flags: FlagManager, userId: string, actor: string): Promise<void> {
  await redis.del(`{shop}:sticky:userId:${userId}`);
  for (const { key, unit, unitBy } of flags.getOverrides()) {
    if (unit === userId && unitBy === undefined) await flags.clearOverride(key, { unit, actor });
  }
}
