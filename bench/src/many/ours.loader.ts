import { FlagManager, type FlagDefinitions } from 'nestjs-feature-flags';
import { manyFlags } from '../flags/many-flags.js';
import { ruledFlags } from '../flags/ruled-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import { flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger } from '../ours/quiet-logger.js';
import { ruledDefinitions } from '../ours/ruled-definitions.js';
import { userContext } from '../ours/user-context.js';
import type { Loader } from './loader.js';

const [context = {}] = shopUsers(1).map(userContext);

export const oursLoader = loaderOfTexts((count) => JSON.stringify(flagDefinitions(manyFlags(count))));

export const ruledOursLoader = loaderOfTexts((count) => JSON.stringify(ruledDefinitions(ruledFlags(count))));

function loaderOfTexts(textOf: (count: number) => string): Loader<FlagDefinitions> {
  return {
    textOf,
    parse: (text) => JSON.parse(text) as FlagDefinitions,
    expectedSize: (text) => Object.keys(JSON.parse(text) as FlagDefinitions).length,
    async load(initialFlags) {
      const [key = ''] = Object.keys(initialFlags);
      const flags = await FlagManager.create({ initialFlags, logger: quietLogger });
      return {
        get size() {
          return flags.getFlags().size; // a copy of them all, which is not part of the load
        },
        answer: () => flags.isEnabled(key, context, false),
        // The parser recognizes its own results and returns them unchanged.
        parsed: () => Object.fromEntries(flags.getFlags()),
        close: () => flags.close(),
      };
    },
  };
}
