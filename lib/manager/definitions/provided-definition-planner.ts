import type { ChainedProvider } from '../../providers/chained.provider.js';
import { versionOf } from '../../providers/definition-version.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { VersionConflictError } from '../../providers/provider.errors.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { AuditRecord, Change } from '../changes/change.js';
import type { ChangedDefinition } from './affected-definitions.js';
import type { DefinitionChange } from './definition-change.js';
import type { DefinitionRegistry } from './definition-registry.js';
import { inconsistencyRefusals, type DefinitionWrite } from './definition-write.js';
import { EditsIncompleteError, EditsRefusedError, type EditRefusal } from './edits.errors.js';

export interface ProvidedDefinitionPlannerParts {
  readonly registry: DefinitionRegistry;
  readonly layers: LayeredDefinitions;
  readonly chain: ChainedProvider;
}

/** A completed write to a provider. */
interface MadeWrite {
  readonly write: DefinitionWrite;
  /** The name of the layer that provided the definition before. */
  readonly owner: string | undefined;
}

/**
 * Writes definitions to the first provider that accepts them. The write already happens when the change is planned,
 * because the audit entry contains the version that the provider assigns.
 */
export class ProvidedDefinitionPlanner {
  readonly #parts: ProvidedDefinitionPlannerParts;

  constructor(parts: ProvidedDefinitionPlannerParts) {
    this.#parts = parts;
  }

  async plan(write: DefinitionWrite, origin: ChangeOrigin): Promise<Change | undefined> {
    this.#parts.registry.assertConsistent(this.#changeOf(write));
    return this.#changeAfter([await this.#make(write)], origin);
  }

  /**
   * Writes one definition after another, after validating all of them, because providers have no atomic write of
   * several definitions. Segments are written before the flags that may need them; deletions come last.
   *
   * @returns the writes that succeeded, with the `failure` that ended them, if there is one
   * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing all rejected edits; nothing was written
   * @throws what the first write throws
   */
  async planAll(writes: readonly DefinitionWrite[], origin: ChangeOrigin): Promise<Change | undefined> {
    await this.#parts.chain.readAnnounced(); // to compare versions with the current definitions
    const refusals = this.#refusalsOf(writes);
    if (refusals.length > 0) throw new EditsRefusedError(refusals);
    const made: MadeWrite[] = [];
    for (const write of writes.toSorted((a, b) => stepOf(a) - stepOf(b))) {
      try {
        made.push(await this.#make(write));
      } catch (error) {
        return this.#incomplete(writes, made, origin, error);
      }
    }
    return this.#changeAfter(made, origin);
  }

  #refusalsOf(writes: readonly DefinitionWrite[]): readonly EditRefusal[] {
    const { registry, layers, chain } = this.#parts;
    const refusals: EditRefusal[] = [];
    for (const { kind, key, expectedVersion } of writes) {
      const readOnly = chain.refusalOf(kind.name, key);
      if (readOnly !== undefined) refusals.push({ kind: kind.name, key, error: readOnly });
      const version = versionOf(kind.current(layers, key));
      if (expectedVersion === undefined || expectedVersion === version) continue;
      const error = new VersionConflictError(key, expectedVersion, version, kind.name);
      refusals.push({ kind: kind.name, key, error });
    }
    const problems = registry.inconsistenciesAfter(writes.map((write) => this.#changeOf(write)));
    return [...refusals, ...inconsistencyRefusals(problems)];
  }

  async #make(write: DefinitionWrite): Promise<MadeWrite> {
    const { layers, chain } = this.#parts;
    const { kind, key, definition, expectedVersion } = write;
    const owner = kind.ownerOf(layers, key);
    await kind.write(chain, key, definition, expectedVersion);
    return { write, owner };
  }

  #incomplete(
    writes: readonly DefinitionWrite[],
    made: readonly MadeWrite[],
    origin: ChangeOrigin,
    cause: unknown,
  ): Change {
    const written = new Set(made.map(({ write }) => write));
    const rest = writes.filter((write) => !written.has(write));
    if (made.length === 0) throw cause;
    const failure = new EditsIncompleteError([...written].map(nameOf), rest.map(nameOf), { cause });
    const change = this.#changeAfter(made, origin);
    if (change === undefined) throw failure;
    return { ...change, failure };
  }

  #changeAfter(made: readonly MadeWrite[], origin: ChangeOrigin): Change | undefined {
    const { registry, layers } = this.#parts;
    const by = originOf(origin);
    const prepared = registry.prepareWritten(made.map(({ write }) => nameOf(write)));
    const changes = new Map(prepared.changes.map((change) => [placeOf(change), change]));
    const recorded = new Set<DefinitionChange>();
    const records = made.flatMap(({ write, owner }): AuditRecord[] => {
      const change = changes.get(placeOf(write));
      if (change === undefined) return [];
      recorded.add(change);
      const { kind, key, before, after } = change;
      const action =
        kind.actions[write.definition === undefined ? 'deleted' : before === undefined ? 'created' : 'updated'];
      const provider = kind.ownerOf(layers, key) ?? owner ?? 'unknown';
      return [{ action, key, before: before ?? null, after: after ?? null, ...by, provider }];
    });
    return records.length === 0 ? undefined : { records, apply: () => registry.putWritten(prepared, recorded) };
  }

  #changeOf({ kind, key, definition }: DefinitionWrite): ChangedDefinition {
    return { kind: kind.name, key, after: definition ?? kind.remaining(this.#parts.layers, key) };
  }
}

/** The order of writes: segments are saved before the flags that may need them, and deleted after them. */
function stepOf({ kind, definition }: DefinitionWrite): number {
  if (definition !== undefined) return kind.name === 'segment' ? 0 : 1;
  return kind.name === 'flag' ? 2 : 3;
}

function nameOf({ kind, key }: DefinitionWrite) {
  return { kind: kind.name, key };
}

function placeOf({ kind, key }: Pick<DefinitionWrite, 'kind' | 'key'>): string {
  return `${kind.name} ${key}`;
}
