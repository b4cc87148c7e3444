import { keyReader } from '../engine/allocation/targeting-key.js';
import type { FlagContext } from '../engine/flag-context.js';
import { targetingKeyHash } from '../manager/exposure/targeting-key-hash.js';
import type { HashedContextId } from './open-telemetry.options.js';

/** Reads the id of a context for an event; `undefined` if there is none. Never throws. */
export type ContextIdReader = (context: FlagContext) => string | undefined;

const userOrSession = keyReader(undefined);

/** @param contextId how contexts are identified; `undefined` if they are not */
export function contextIdReader(contextId: 'plain' | HashedContextId | undefined): ContextIdReader {
  if (contextId === undefined) return () => undefined;
  if (contextId === 'plain') return readId;
  const hash = targetingKeyHash(contextId.hashSecret);
  return (context) => {
    const id = readId(context);
    return id === undefined ? undefined : hash(id);
  };
}

function readId(context: FlagContext): string | undefined {
  try {
    return userOrSession(context);
  } catch {
    return undefined; // the id of this user cannot be used, which the answers of flags that need it say
  }
}
