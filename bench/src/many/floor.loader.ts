import type { BenchFlag, BenchUser } from '../flags/bench-flag.js';
import { manyFlags } from '../flags/many-flags.js';
import { ruledFlags, type RuledFlag } from '../flags/ruled-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import { compileRuledFlag } from '../floor/compile-ruled-flag.js';
import { FloorFlags } from '../floor/floor-flags.js';
import type { Loader } from './loader.js';

const [user = { userId: '', country: '', plan: '' }] = shopUsers(1);

export const floorLoader: Loader<readonly BenchFlag[]> = {
  textOf: (count) => JSON.stringify(manyFlags(count)),
  parse: (text) => JSON.parse(text) as readonly BenchFlag[],
  expectedSize: (text) => (JSON.parse(text) as readonly BenchFlag[]).length,
  async load(definitions) {
    const flags = new FloorFlags(definitions);
    const key = definitions[0]?.key ?? '';
    return {
      size: flags.size,
      answer: () => flags.isEnabled(key, user, false),
      parsed: () => definitions,
      close: () => undefined,
    };
  },
};

export const ruledFloorLoader: Loader<readonly RuledFlag[]> = {
  textOf: (count) => JSON.stringify(ruledFlags(count)),
  parse: (text) => JSON.parse(text) as readonly RuledFlag[],
  expectedSize: (text) => (JSON.parse(text) as readonly RuledFlag[]).length,
  async load(definitions) {
    const known = new Map(definitions.map((flag) => [flag.key, flag]));
    const enabled = new Map<string, (user: BenchUser) => boolean>();
    for (const flag of definitions) enabled.set(flag.key, compileRuledFlag(flag));
    const key = definitions[0]?.key ?? '';
    return {
      size: known.size,
      answer: () => enabled.get(key)?.(user) ?? false,
      parsed: () => definitions,
      close: () => undefined,
    };
  },
};
