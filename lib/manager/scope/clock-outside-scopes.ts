import type { Clock } from '../clock.js';
import type { FlagScopes } from './flag-scopes.js';

/**
 * A clock whose tasks run outside all scopes, even if code within one has scheduled them. Otherwise, a task of the
 * manager would act for the user of an arbitrary request, and keep that request in memory.
 */
export function clockOutsideScopes(clock: Clock, scopes: Pick<FlagScopes, 'leave'>): Clock {
  return {
    now: () => clock.now(),
    schedule: (task, delay) => scopes.leave(() => clock.schedule(task, delay)),
  };
}
