import { FloorFlags } from '../floor/floor-flags.js';
import { manyFlags } from '../flags/many-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Loader } from './loader.js';

const key = manyFlags(1)[0]?.key ?? '';
const [user = { userId: '', country: '', plan: '' }] = shopUsers(1);

export const floorLoader: Loader<readonly BenchFlag[]> = {
  textOf: (flags) => JSON.stringify(flags),
  parse: (text) => JSON.parse(text) as readonly BenchFlag[],
  expectedSize: (text) => (JSON.parse(text) as readonly BenchFlag[]).length,
  async load(definitions) {
    const flags = new FloorFlags(definitions);
    return {
      size: flags.size,
      answer: () => flags.isEnabled(key, user, false),
      parsed: () => definitions,
      close: () => undefined,
    };
  },
};
