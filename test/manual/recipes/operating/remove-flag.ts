import type { FlagManager } from 'nestjs-feature-flags';

/** Deletes a flag's definition from the store or the writable provider, and everything that operators have set for it. */
export async function removeFlag(flags: FlagManager, key: string, actor: string): Promise<void> {
  for (const schedule of flags.getSchedules()) {
    if (schedule.change.key === key) await flags.cancelSchedule(schedule.id, { actor });
  }
  for (const override of flags.getOverrides()) {
    if (override.key !== key) continue;
    const { unit, unitBy } = override;
    await flags.clearOverride(key, { actor, ...(unit && { unit }), ...(unitBy && { unitBy }) });
  }
  await flags.deleteFlag(key, { actor, reason: 'no longer used' });
}
