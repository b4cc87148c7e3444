import { FloorFlags } from '../floor/floor-flags.js';
import type { BenchFlag } from '../flags/bench-flag.js';
import { shopUsers } from '../flags/shop-users.js';
import type { Replacer } from './replacer.js';

export function floorReplacer(definitions: readonly BenchFlag[]): Replacer {
  const flags = new FloorFlags(definitions);
  const [user = { userId: '', country: '', plan: '' }] = shopUsers(1);
  return {
    textOf: (flag) => JSON.stringify(flag),
    replace: (_key, text) => flags.set(JSON.parse(text) as BenchFlag),
    isEnabled: (key) => flags.isEnabled(key, user, false),
    close: () => undefined,
  };
}
