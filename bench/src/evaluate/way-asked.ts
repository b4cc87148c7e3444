import type { FlagContext, FlagManager } from 'nestjs-feature-flags';
import type { BenchUser } from '../flags/bench-flag.js';
import { userContext } from '../ours/user-context.js';
import type { Asked } from './case-task.js';

/** Asks with the context that the caller passes along. */
export function askedExplicitly(flags: FlagManager): Asked<FlagContext> {
  return {
    contextOf: userContext,
    isEnabled: (key, context, defaultValue) => flags.isEnabled(key, context, defaultValue),
    getVariant: (key, context, defaultValue) => flags.getVariant(key, defaultValue, context),
    isAsync: false,
  };
}

/** Asks for the whole record and reads the answer in it. */
export function askedForTheRecord(flags: FlagManager): Asked<FlagContext> {
  return {
    contextOf: userContext,
    isEnabled: (key, context) => flags.evaluate(key, context).enabled,
    getVariant: (key, context, defaultValue) => flags.evaluate(key, context).variant ?? defaultValue,
    isAsync: false,
  };
}

/** Asks without a context, so that the request's user is found. */
export function askedAmbiently(flags: FlagManager): Asked<BenchUser> {
  return {
    contextOf: (user) => user,
    isEnabled: (key, _user, defaultValue) => flags.isEnabled(key, undefined, defaultValue),
    getVariant: (key, _user, defaultValue) => flags.getVariant(key, defaultValue),
    isAsync: false,
  };
}

/** Asks a handle of the one flag. */
export function askedByHandle(flags: FlagManager, key: string): Asked<FlagContext> {
  const handle = flags.handle(key);
  return {
    contextOf: userContext,
    isEnabled: (_key, context, defaultValue) => handle.isEnabled(context, defaultValue),
    getVariant: (_key, context, defaultValue) => handle.getVariant(defaultValue, context),
    isAsync: false,
  };
}
