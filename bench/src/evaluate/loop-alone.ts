import type { Contender } from '../contenders/contender.js';

export const LOOP_ALONE = 'loop-alone';

/** Answers nothing: what is measured of it is the loop that everyone is asked in. It is no contender. */
export const loopAlone: Contender = {
  name: 'the loop alone',
  packages: [],
  cannot: {},
  async open() {
    return {
      contextOf: (user) => user as never,
      isEnabled: (_key, _context, defaultValue) => defaultValue,
      getVariant: (_key, _context, defaultValue) => defaultValue,
      isAsync: false,
      close: () => undefined,
    };
  },
};
