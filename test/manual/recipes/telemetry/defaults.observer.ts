import type { FlagObserver } from 'nestjs-feature-flags/core';

/** Counts how often each flag was answered with a default, because it is undefined or its source has failed. */
export function countDefaults(counts: Map<string, number>): FlagObserver {
  return {
    attach: ({ logger }) => ({
      onEvaluation({ key, reason }) {
        if (reason !== 'flag_not_found' && reason !== 'provider_error') return;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      },
      onChange({ action, key }) {
        logger.log(`${action}: ${key}`);
      },
    }),
  };
}
