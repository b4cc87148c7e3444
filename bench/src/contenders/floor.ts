import { FloorFlags } from '../floor/floor-flags.js';
import type { BenchUser } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

/** The least that any of them can cost: what a team would write by hand for just these flags and just this user. */
export const floor: Contender = {
  name: 'floor (by hand)',
  packages: [],
  cannot: {},
  async open(definitions) {
    const flags = new FloorFlags(definitions);
    return {
      contextOf: (user) => user satisfies BenchUser as never,
      isEnabled: (key, user: BenchUser, defaultValue) => flags.isEnabled(key, user, defaultValue),
      getVariant: (key, user: BenchUser, defaultValue) => flags.getVariant(key, user, defaultValue),
      evaluateAll: (user: BenchUser) => flags.evaluateAll(user).length,
      isAsync: false,
      close: () => undefined,
    };
  },
};
