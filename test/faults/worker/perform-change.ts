import type { FlagManager } from '../../../dist/index.js';
import type { ScheduledChange } from '../../../lib/store/flag-schedule.js';

/** A change that a worker is asked for. */
export type Change = Extract<ScheduledChange, { readonly type: 'set_override' | 'clear_override' | 'save_flag' }>;

/** A change with its actor and reason. */
export interface ChangeRequest {
  readonly change: Change;
  readonly actor: string;
  readonly reason: string;
}

/** A change that shall be made later. */
export interface ScheduleRequest extends ChangeRequest {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly dropAfterMs?: number;
}

/** Makes the change; `false` when there was nothing to change. */
export async function performChange(flags: FlagManager, { change, actor, reason }: ChangeRequest): Promise<boolean> {
  const { key } = change;
  if (change.type === 'save_flag') {
    const { definition, expectedVersion } = change;
    const expected = expectedVersion === undefined ? {} : { expectedVersion };
    await flags.saveFlag(key, definition, { actor, reason, ...expected });
    return true;
  }
  const unit = change.unit === undefined ? {} : { unit: change.unit };
  if (change.type === 'clear_override') return await flags.clearOverride(key, { actor, reason, ...unit });
  const { serve } = change;
  await flags.setOverride(key, 'enabled' in serve ? serve.enabled : serve, { actor, reason, ...unit });
  return true;
}
