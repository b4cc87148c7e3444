import { FlagManager, type FlagContext } from 'nestjs-feature-flags';
import { flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger } from '../ours/quiet-logger.js';
import { userContext } from '../ours/user-context.js';
import type { Contender } from './contender.js';

export const nestjsFeatureFlags: Contender = {
  name: 'nestjs-feature-flags',
  packages: ['nestjs-feature-flags'],
  cannot: {},
  async open(definitions) {
    const flags = await FlagManager.create({ initialFlags: flagDefinitions(definitions), logger: quietLogger });
    return {
      contextOf: (user) => userContext(user) satisfies FlagContext as never,
      isEnabled: (key, context: FlagContext, defaultValue) => flags.isEnabled(key, context, defaultValue),
      getVariant: (key, context: FlagContext, defaultValue) => flags.getVariant(key, defaultValue, context),
      evaluateAll: (context: FlagContext) => flags.evaluateAll(context).length,
      isAsync: false,
      close: () => flags.close(),
    };
  },
};
