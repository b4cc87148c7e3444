import type { FlagDefinition, FlagDefinitions } from 'nestjs-feature-flags';
import type { BenchFlag } from '../flags/bench-flag.js';

/** The flags as they would be written for the library, by key. */
export function flagDefinitions(flags: readonly BenchFlag[]): FlagDefinitions {
  return Object.fromEntries(flags.map((flag) => [flag.key, flagDefinition(flag)]));
}

export function flagDefinition(flag: BenchFlag): FlagDefinition {
  switch (flag.kind) {
    case 'boolean':
      return { type: 'boolean', enabled: flag.enabled };
    case 'percentage':
      return { type: 'percentage', percentage: flag.percentage };
    case 'user_list':
      return { type: 'user_list', users: flag.users };
    case 'user_attribute':
      return { type: 'user_attribute', attributes: flag.attributes };
    case 'variant':
      return { type: 'variant', variants: flag.variants };
    default:
      return { type: 'time_based', start: flag.start, end: flag.end };
  }
}
