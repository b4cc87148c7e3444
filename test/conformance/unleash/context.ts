import type { FlagContext } from '../../../lib/index.js';
import type { UnleashContext } from './specification.js';
import { randomUnit } from './stickiness.js';

/** Unleash looks up a name among its own fields, then among the properties; the time is now unless the context says so. */
export function contextOf({ userId, sessionId, properties, ...fields }: UnleashContext): FlagContext {
  return {
    userId,
    sessionId,
    userAttributes: {
      currentTime: new Date().toISOString(),
      ...properties,
      ...fields,
      ...randomUnit,
    },
  };
}
