import { isDeepStrictEqual } from 'node:util';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import { versionOf } from '../../providers/definition-version.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { VersionConflictError } from '../../providers/provider.errors.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { AuditLog } from '../audit/audit-log.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { Change } from '../changes/change.js';
import type { ChangeCommand } from '../changes/change-command.js';
import { StoreFailedError } from '../../store/store.errors.js';
import type { UnreadableDocument } from '../replica/document-map.js';
import type { ReplicaState } from '../replica/replica-state.js';
import { definitionKinds, type DefinitionKind } from './definition-kind.js';
import type { DefinitionRegistry } from './definition-registry.js';

/** One write of one definition. */
interface DefinitionWrite {
  readonly kind: DefinitionKind;
  readonly key: string;
  /** `undefined` deletes it. */
  readonly definition: Flag | Segment | undefined;
  readonly expectedVersion: number | undefined;
}

export interface DefinitionPlannerParts {
  readonly registry: DefinitionRegistry;
  readonly layers: LayeredDefinitions;
  readonly audit: AuditLog;
  readonly chain: ChainedProvider;
  /** What the store holds; absent where definitions are written through providers. */
  readonly stored: (() => ReplicaState) | undefined;
}

/** How long a conflict is held back to tell who caused it. */
const PATIENCE_MS = 1000;

/** Plans writes of definitions: to the store where there is one for them, else through the first writable provider. */
export class DefinitionPlanner {
  readonly #parts: DefinitionPlannerParts;

  constructor(parts: DefinitionPlannerParts) {
    this.#parts = parts;
  }

  /**
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when it is inconsistent with the definitions in force
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when it is not at the version that the writer has seen
   * @throws {ReadOnlyError} (`READ_ONLY`) when nothing takes the write
   */
  async planSave(
    { kind, key, definition, expectedVersion }: ChangeCommand<'save_definition'>,
    origin: ChangeOrigin,
  ): Promise<Change | undefined> {
    return await this.#plan({ kind: definitionKinds[kind], key, definition, expectedVersion }, origin);
  }

  /** Deletes a definition where it would be saved; nothing when it is not there. Throws what {@link planSave} throws. */
  async planDelete(
    { kind, key, expectedVersion }: ChangeCommand<'delete_definition'>,
    origin: ChangeOrigin,
  ): Promise<Change | undefined> {
    return await this.#plan({ kind: definitionKinds[kind], key, definition: undefined, expectedVersion }, origin);
  }

  async #plan(write: DefinitionWrite, origin: ChangeOrigin): Promise<Change | undefined> {
    const { stored } = this.#parts;
    return stored === undefined
      ? await this.#writeToProvider(write, origin)
      : await this.#planForStore(write, origin, stored());
  }

  async #planForStore(
    { kind, key, definition, expectedVersion }: DefinitionWrite,
    origin: ChangeOrigin,
    state: ReplicaState,
  ): Promise<Change | undefined> {
    const { registry, layers } = this.#parts;
    const by = originOf(origin);
    const stored = kind.all(state).get(key);
    const version = versionOf(stored);
    const unreadable = state.maps[kind.name].unreadable.get(key);
    if (unreadable !== undefined && expectedVersion !== undefined) throw this.#unreadable(kind, key, unreadable);
    if (expectedVersion !== undefined && expectedVersion !== version) {
      const changedBy = await this.#whoChanged(kind, key, version);
      throw new VersionConflictError(key, expectedVersion, version, kind.name, changedBy);
    }
    registry.assertConsistent({ kind: kind.name, key, after: definition ?? kind.remaining(layers, key) });
    if (definition === undefined && stored === undefined && unreadable === undefined) return undefined;
    const before = kind.all(registry.definitions).get(key) ?? null;
    const action = definition === undefined ? 'deleted' : before === null ? 'created' : 'updated';
    return { records: [{ action: kind.actions[action], key, before, after: definition ?? null, ...by }] };
  }

  /** Written at once, for the audit entry holds the version that the provider gives. */
  async #writeToProvider(
    { kind, key, definition, expectedVersion }: DefinitionWrite,
    origin: ChangeOrigin,
  ): Promise<Change | undefined> {
    const { registry, layers, chain } = this.#parts;
    const by = originOf(origin);
    const before = kind.all(registry.definitions).get(key);
    registry.assertConsistent({ kind: kind.name, key, after: definition ?? kind.remaining(layers, key) });
    const owner = kind.ownerOf(layers, key);
    const written = await kind.write(chain, key, definition, expectedVersion);
    const next = registry.withAnswerOf(kind, key);
    const after = kind.all(next).get(key);
    if (isDeepStrictEqual(before, after)) return undefined;
    const action = written === undefined ? 'deleted' : before === undefined ? 'created' : 'updated';
    const provider = kind.ownerOf(layers, key) ?? owner ?? 'unknown';
    return {
      records: [{ action: kind.actions[action], key, before: before ?? null, after: after ?? null, ...by, provider }],
      apply: () => registry.put(next),
    };
  }

  /** Nobody has seen the version that is there. */
  #unreadable(kind: DefinitionKind, key: string, { message }: UnreadableDocument): StoreFailedError {
    const [store = ''] = this.#parts.layers.names;
    return new StoreFailedError(
      store,
      `the ${kind.name} "${key}" cannot be read there (${message}): to replace or delete it all the same, leave out ` +
        '"expectedVersion".',
    );
  }

  /** Finds who wrote the stored version, if the log can tell in time. The conflict is reported either way. */
  async #whoChanged(kind: DefinitionKind, key: string, version: number) {
    const { audit } = this.#parts;
    const ask = () => (version === 0 ? audit.last(key, [kind.actions.deleted]) : audit.entry(version));
    const found = await withTimeout(ask, PATIENCE_MS, () => new Error('it takes too long')).catch(() => undefined);
    if (found === undefined || found.key !== key) return undefined;
    const { actor, time, action, reason } = found;
    return { actor, time, action, reason, version: found.version };
  }
}
