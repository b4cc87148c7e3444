import type { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { versionOf } from '../../providers/definition-version.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { VersionConflictError, type ConflictingChange } from '../../providers/provider.errors.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { AuditLog } from '../audit/audit-log.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { AuditRecord, Change } from '../changes/change.js';
import type { ReplicaState } from '../replica/replica-state.js';
import type { ChangedDefinition } from './affected-definitions.js';
import type { DefinitionKind } from './definition-kind.js';
import type { DefinitionRegistry } from './definition-registry.js';
import { inconsistencyRefusals, type DefinitionWrite } from './definition-write.js';
import { EditsRefusedError, type EditRefusal } from './edits.errors.js';

export interface StoredDefinitionPlannerParts {
  readonly registry: DefinitionRegistry;
  readonly layers: LayeredDefinitions;
  readonly audit: AuditLog;
  /** The state of the store. */
  readonly stored: () => ReplicaState;
}

/** How long a conflict is delayed to find out who caused it. */
const LOOK_UP_TIMEOUT_MS = 1000;
/** The maximum number of conflicts that are looked up in the log. */
const MAX_LOOK_UPS = 20;

/** Plans writes of definitions to the store. */
export class StoredDefinitionPlanner {
  readonly #parts: StoredDefinitionPlannerParts;

  constructor(parts: StoredDefinitionPlannerParts) {
    this.#parts = parts;
  }

  async plan(write: DefinitionWrite, origin: ChangeOrigin): Promise<Change | undefined> {
    const refusal = await this.#versionRefusal(write, true);
    if (refusal !== undefined) throw refusal;
    this.#parts.registry.assertConsistent(this.#changeOf(write));
    return { records: this.#recordsOf(write, originOf(origin)) };
  }

  /**
   * Plans all writes or none; together they must be consistent.
   *
   * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing all rejected edits
   */
  async planAll(writes: readonly DefinitionWrite[], origin: ChangeOrigin): Promise<Change | undefined> {
    const { registry } = this.#parts;
    const problems = registry.inconsistenciesAfter(writes.map((write) => this.#changeOf(write)));
    const refusals = [...(await this.#versionRefusals(writes)), ...inconsistencyRefusals(problems)];
    if (refusals.length > 0) throw new EditsRefusedError(refusals);
    const by = originOf(origin);
    return { records: writes.flatMap((write) => this.#recordsOf(write, by)) };
  }

  async #versionRefusals(writes: readonly DefinitionWrite[]): Promise<readonly EditRefusal[]> {
    const outdated = writes.filter((write) => this.#isOutdated(write));
    const found = outdated.map(async (write, i): Promise<EditRefusal | undefined> => {
      const error = await this.#versionRefusal(write, i < MAX_LOOK_UPS);
      return error && { kind: write.kind.name, key: write.key, error };
    });
    return (await Promise.all(found)).filter((refusal) => refusal !== undefined);
  }

  /** Whether the stored definition is unreadable, or its version is not the expected one. */
  #isOutdated({ kind, key, expectedVersion }: DefinitionWrite): boolean {
    if (expectedVersion === undefined) return false;
    const state = this.#parts.stored();
    return state.maps[kind.name].unreadable.has(key) || expectedVersion !== versionOf(kind.all(state).get(key));
  }

  /** @param isLookedUp whether the log is searched for the change that caused a conflict */
  async #versionRefusal(write: DefinitionWrite, isLookedUp: boolean): Promise<FeatureFlagsError | undefined> {
    const { kind, key, expectedVersion } = write;
    if (expectedVersion === undefined || !this.#isOutdated(write)) return undefined;
    const state = this.#parts.stored();
    const unreadable = state.maps[kind.name].unreadable.get(key);
    if (unreadable !== undefined) return this.#unreadable(kind, key, unreadable.message);
    const version = versionOf(kind.all(state).get(key));
    const changedBy = isLookedUp ? await this.#whoChanged(kind, key, version) : undefined;
    return new VersionConflictError(key, expectedVersion, version, kind.name, changedBy);
  }

  #changeOf({ kind, key, definition }: DefinitionWrite): ChangedDefinition {
    return { kind: kind.name, key, after: definition ?? kind.remaining(this.#parts.layers, key) };
  }

  /** The records of a write; none if it deletes a definition that does not exist. */
  #recordsOf({ kind, key, definition }: DefinitionWrite, by: ReturnType<typeof originOf>): readonly AuditRecord[] {
    const state = this.#parts.stored();
    const isStored = kind.all(state).has(key) || state.maps[kind.name].unreadable.has(key);
    if (definition === undefined && !isStored) return [];
    const before = kind.all(this.#parts.registry.definitions).get(key) ?? null;
    const action = definition === undefined ? 'deleted' : before === null ? 'created' : 'updated';
    return [{ action: kind.actions[action], key, before, after: definition ?? null, ...by }];
  }

  /** The error for a write with an expected version to an unreadable definition, whose version is unknown. */
  #unreadable(kind: DefinitionKind, key: string, message: string): StoreFailedError {
    const [store = ''] = this.#parts.layers.names;
    return new StoreFailedError(
      store,
      `the ${kind.name} "${key}" cannot be read there (${message}): to replace or delete it anyway, omit ` +
        '"expectedVersion".',
    );
  }

  /**
   * Finds out who wrote the stored version, if the log can be searched in time. The conflict is reported in any case.
   */
  async #whoChanged(kind: DefinitionKind, key: string, version: number): Promise<ConflictingChange | undefined> {
    const { audit } = this.#parts;
    const ask = () => (version === 0 ? audit.last(key, [kind.actions.deleted]) : audit.entry(version));
    const found = await withTimeout(ask, LOOK_UP_TIMEOUT_MS, () => new Error('it takes too long')).catch(
      () => undefined,
    );
    if (found === undefined || found.key !== key) return undefined;
    const { actor, time, action, reason } = found;
    return { actor, time, action, reason, version: found.version };
  }
}
