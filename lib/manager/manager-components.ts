import type { ManagerComponents } from './compose-manager.js';
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
