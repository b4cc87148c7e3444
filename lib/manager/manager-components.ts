import { ANONYMOUS, type FlagContext } from '../engine/flag-context.js';
import type { Flag } from '../engine/flag.js';
import type { ManagerComponents } from './compose-manager.js';
import { follow, type ManagerFollower } from './manager-follower.js';
import type { DenialObserver } from './observing/attach-observers.js';
import type { FlagSetReader } from './reading/flag-set-reader.js';
import { RequestPreparation } from './reading/request-preparation.js';
import { FlagScopes } from './scope/flag-scopes.js';

const componentsOf = new WeakMap<object, ManagerComponents>();

/** Records the components of a manager for the other parts of the package. Fake managers have none. */
export function addComponents(flags: object, components: ManagerComponents): void {
  componentsOf.set(flags, components);
}

/** Whether an object was created by the constructor of the manager, and is no stand-in. */
export function isManager(flags: object): boolean {
  return componentsOf.has(flags);
}

/** Returns the reads that gates wait for before an evaluation. */
export function requestPreparationOf(flags: object): RequestPreparation {
  return componentsOf.get(flags)?.preparation ?? RequestPreparation.NONE;
}

/** Returns the scopes that determine the context of a manager's evaluations. */
export function flagScopesOf(flags: object): FlagScopes {
  return componentsOf.get(flags)?.scopes ?? new FlagScopes();
}

/** Returns the observers of calls that gates deny; a fake manager has none. */
export function denialObserversOf(flags: object): readonly DenialObserver[] {
  return componentsOf.get(flags)?.denialObservers ?? [];
}

/** Returns the definition of a flag that is in force; `undefined` if there is none. */
export function definitionOf(flags: object, key: string): Flag | undefined {
  return componentsOf.get(flags)?.parts.definitions.definitions.flags.get(key);
}

/** Returns the context of evaluations without one, as the current scope and the `contextSource` determine it. */
export function ambientContextOf(flags: object): FlagContext {
  return componentsOf.get(flags)?.contextSource() ?? ANONYMOUS;
}

/** Notifies a follower of changes until the returned function is called. Fake managers never change. */
export function followManager(flags: object, follower: ManagerFollower): () => void {
  const parts = componentsOf.get(flags)?.parts;
  return parts === undefined ? () => {} : follow(parts, follower);
}

/** Returns the reader of all flags of a manager; `undefined` for a fake manager. */
export function flagSetOf(flags: object): FlagSetReader | undefined {
  return componentsOf.get(flags)?.flagSet;
}
