import { EventEmitter } from 'node:events';
import type { AuditEntry } from '../store/audit-entry.js';
import type { DefinitionChange } from './definitions/definition-change.js';

interface ManagerEventMap {
  /** Entries of the log are in force in the replica; `undefined` after a full read of the store. */
  store_changed: [entries: readonly AuditEntry[] | undefined];
  /** The store became available or unavailable, or was found to have lost its data. */
  store_health_changed: [];
  /** The listed definitions in force have changed, and no others. */
  definitions_changed: [changes: readonly DefinitionChange[]];
  /** A provider was read, with or without success, so that the status of the providers may have changed. */
  providers_read: [];
  /** Evaluations use these changed flags from now on; `undefined` if any flag may have changed. */
  flags_changed: [keys: Iterable<string> | undefined];
  /** Changes at a provider that another instance has recorded are now in force here too. */
  observed_changes_confirmed: [entries: readonly AuditEntry[]];
}

/**
 * The events between the parts of one manager. It is built before the parts, so that they do not depend on their
 * listeners. Listeners are called synchronously, in the order in which `connect-parts.ts` subscribes them.
 */
export class ManagerEvents extends EventEmitter<ManagerEventMap> {
  constructor() {
    super();
    this.setMaxListeners(0); // as many followers as an application registers
  }
}
