import { FlagManager, MemoryProvider, MemoryStore, type FlagDefinition } from 'nestjs-feature-flags';
import type { BenchFlag } from '../flags/bench-flag.js';
import { shopUsers } from '../flags/shop-users.js';
import { flagDefinition, flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger } from '../ours/quiet-logger.js';
import { userContext } from '../ours/user-context.js';
import type { Replacer } from './replacer.js';

/** Replaces in the provider, as an operator's console or a test does; the manager watches it. */
export async function oursReplacer(definitions: readonly BenchFlag[]): Promise<Replacer> {
  const provider = new MemoryProvider(flagDefinitions(definitions));
  const flags = await FlagManager.create({ providers: [provider], logger: quietLogger });
  const [context = {}] = shopUsers(1).map(userContext);
  return {
    textOf: (flag) => JSON.stringify(flagDefinition(flag)),
    replace: (key, text) => provider.set(key, JSON.parse(text) as FlagDefinition),
    isEnabled: (key) => flags.isEnabled(key, context, false),
    close: () => flags.close(),
  };
}

/** Saves through the manager, which checks, stores, audits and announces the change. */
export async function oursSaver(definitions: readonly BenchFlag[]): Promise<Replacer> {
  const provider = new MemoryProvider(flagDefinitions(definitions));
  const flags = await FlagManager.create({ providers: [provider], logger: quietLogger });
  const [context = {}] = shopUsers(1).map(userContext);
  return {
    textOf: (flag) => JSON.stringify(flagDefinition(flag)),
    replace: (key, text) => void flags.saveFlag(key, JSON.parse(text) as FlagDefinition),
    isEnabled: (key) => flags.isEnabled(key, context, false),
    close: () => flags.close(),
  };
}

/** Turns the flag on or off for everyone. */
export async function oursOverrider(definitions: readonly BenchFlag[]): Promise<Replacer> {
  const flags = await FlagManager.create({ initialFlags: flagDefinitions(definitions), logger: quietLogger });
  const [context = {}] = shopUsers(1).map(userContext);
  return {
    textOf: (flag) => JSON.stringify(flagDefinition(flag)),
    replace: (key, text) => void flags.setOverride(key, (JSON.parse(text) as { enabled: boolean }).enabled),
    isEnabled: (key) => flags.isEnabled(key, context, false),
    close: () => flags.close(),
  };
}

/** Saves through one instance, and answers by another that shares its store: both do their part in this process. */
export async function oursFollower(definitions: readonly BenchFlag[]): Promise<Replacer> {
  const options = { store: new MemoryStore(), initialFlags: flagDefinitions(definitions), logger: quietLogger };
  const [writer, follower] = [await FlagManager.create(options), await FlagManager.create(options)];
  const [context = {}] = shopUsers(1).map(userContext);
  return {
    textOf: (flag) => JSON.stringify(flagDefinition(flag)),
    replace: (key, text) => void writer.saveFlag(key, JSON.parse(text) as FlagDefinition),
    isEnabled: (key) => follower.isEnabled(key, context, false),
    close: async () => void (await Promise.all([writer.close(), follower.close()])),
  };
}
