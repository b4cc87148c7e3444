import { EventEmitter } from 'node:events';
import type { AuditEntry } from '../store/audit-entry.js';
import type { DefinitionChange } from './definitions/definition-change.js';

interface ManagerEventMap {
  /** Entries of the log are in force in the replica; `undefined` after the store was read as a whole. */
  store_changed: [entries: readonly AuditEntry[] | undefined];
  /** The store became available or unavailable, or was found to have lost its data. */
  store_health_changed: [];
  /** These definitions have changed in force, and no others. */
  definitions_changed: [changes: readonly DefinitionChange[]];
  /** Changes at a source that another instance has recorded are in force here, too. */
  observed_changes_confirmed: [entries: readonly AuditEntry[]];
}

/**
 * What the parts of one manager tell each other. It is built before all of them, so that no part has to know who listens.
 * Listeners are called at once, in the order in which `connect-parts.ts` subscribes them.
 */
export class ManagerEvents extends EventEmitter<ManagerEventMap> {}
