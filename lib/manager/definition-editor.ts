import { assertFlagKey } from '../engine/flag-key.js';
import type { Flag, FlagDefinition } from '../engine/flag.js';
import { parseFlag } from '../engine/parse/parse-flag.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { FlagKey } from '../engine/typed-flags.js';
import type { AuditEntry } from '../store/audit-entry.js';
import { auditedKind } from '../store/audit/audit-actions.js';
import { originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { CommandExecution } from './changes/command-execution.js';
import {
  readEdits,
  type DefinitionCommand,
  type DefinitionEdit,
  type DefinitionEditResults,
} from './definition-edits.js';
import {
  definitionKinds,
  flagKind,
  segmentKind,
  type DefinitionKind,
  type DefinitionName,
} from './definitions/definition-kind.js';
import type { DefinitionRegistry } from './definitions/definition-registry.js';
import { editOptions, type EditOptions } from './edit-options.js';

/** Changes definitions. Each change is validated, stored, audited, put in force and announced. */
export class DefinitionEditor {
  readonly #registry: DefinitionRegistry;
  readonly #execution: CommandExecution;

  constructor(registry: DefinitionRegistry, execution: CommandExecution) {
    this.#registry = registry;
    this.#execution = execution;
  }

  /** All flag definitions in force, by key. Later changes do not affect the returned map. */
  getFlags(): ReadonlyMap<string, Flag> {
    return new Map(this.#registry.definitions.flags);
  }

  /** All segments in force, by key. Later changes do not affect the returned map. */
  getSegments(): ReadonlyMap<string, Segment> {
    return new Map(this.#registry.definitions.segments);
  }

  /**
   * Saves a flag definition in the `store`, else in the first writable provider.
   *
   * @param options.expectedVersion the `version` that was edited; 0 if the flag must not exist yet
   * @returns the flag with its new version
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the flag has been changed since; `changedBy` names the
   *   actor
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link ReadOnlyError}, {@link StoreUnavailableError}
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the provider fails to write it; `cause` is its error
   */
  async saveFlag(key: FlagKey, definition: FlagDefinition, options: EditOptions = {}): Promise<Flag> {
    return await this.#save(flagKind, parseFlag(key, definition), options);
  }

  /**
   * Deletes a flag definition from where {@link saveFlag} saves it, and throws the same errors. If another source, such
   * as `initialFlags`, defines the same key, that definition is in force afterwards; to turn a flag off, {@link
   * disable} it. Flags that depend on a deleted flag are off, which is logged as a warning.
   *
   * @returns `false` if no definition was stored there, so that nothing has changed
   */
  async deleteFlag(key: FlagKey, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('flag', key, options);
  }

  /** Saves a segment in the same way as {@link saveFlag} saves a flag. */
  async saveSegment(key: string, definition: SegmentDefinition, options: EditOptions = {}): Promise<Segment> {
    return await this.#save(segmentKind, parseSegment(key, definition), options);
  }

  /**
   * Deletes a segment in the same way as {@link deleteFlag} deletes a flag. It also throws if a flag still refers to
   * the segment.
   */
  async deleteSegment(key: string, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('segment', key, options);
  }

  /**
   * Saves and deletes many flags and segments in one change: all of them, or none if any edit is rejected. Edits are
   * validated together, so a flag may come before the segment that it needs. Each edit gets its own version and audit
   * entry. At most 10,000 edits are allowed, and one for each definition.
   *
   * With a `store`, all edits are one atomic append. Without one, a writable provider receives one write after another,
   * after all edits have been validated: if it fails halfway, the edits written before remain.
   *
   * @returns the results, in order: for each edit, the same as from the method of the same name
   * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing every rejected edit; nothing was changed
   * @throws {EditsIncompleteError} (`EDITS_INCOMPLETE`) when a provider failed after some of the writes
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when it failed at the first write; `cause` is its error
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there are too many edits, or one of them is malformed
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link StoreUnavailableError}, {@link StoreFailedError}
   * @example
   * const [segment, flag] = await flags.saveAll([
   *   { type: 'save_segment', key: 'staff', definition: { include: ['ada'] } },
   *   { type: 'save_flag', key: 'search_v2', definition: { type: 'boolean', rules: [{ when: { segment: 'staff' } }] } },
   * ]);
   */
  saveAll<const Edits extends readonly DefinitionEdit[]>(
    edits: Edits,
    options?: ChangeOrigin,
  ): Promise<DefinitionEditResults<Edits>>;
  async saveAll(edits: readonly DefinitionEdit[], given: ChangeOrigin = {}): Promise<(Flag | Segment | boolean)[]> {
    const changes = readEdits(edits);
    const entries = await this.#execution.run({ type: 'change_definitions', changes }, originOptions.read(given));
    const byName = new Map(entries.map((entry) => [`${auditedKind(entry.action)} ${entry.key}`, entry]));
    return changes.map((change) => this.#resultOf(change, byName.get(`${change.kind} ${change.key}`)));
  }

  async #save<D extends Flag | Segment>(kind: DefinitionKind<D>, definition: D, given: EditOptions): Promise<D> {
    const options = editOptions.read(given);
    const { key } = definition;
    const { expectedVersion } = options;
    const command = { type: 'save_definition', kind: kind.name, key, definition, expectedVersion } as const;
    const [entry] = await this.#execution.run(command, options);
    return this.#saved(kind, definition, entry);
  }

  async #delete(kind: DefinitionName, key: string, given: EditOptions): Promise<boolean> {
    assertFlagKey(key);
    const options = editOptions.read(given);
    const { expectedVersion } = options;
    const entries = await this.#execution.run({ type: 'delete_definition', kind, key, expectedVersion }, options);
    return entries.length > 0;
  }

  #resultOf(change: DefinitionCommand, entry: AuditEntry | undefined): Flag | Segment | boolean {
    if (change.type === 'delete_definition') return entry !== undefined;
    return this.#saved(definitionKinds[change.kind], change.definition, entry);
  }

  /** The definition that an entry stored. It is in force, unless it has been changed again. */
  #saved<D extends Flag | Segment>(kind: DefinitionKind<D>, definition: D, entry: AuditEntry | undefined): D {
    if (entry === undefined || entry.after === null) return definition;
    const inForce = kind.all(this.#registry.definitions).get(definition.key);
    const isSame =
      inForce?.version !== undefined && 'version' in entry.after && inForce.version === entry.after.version;
    return isSame ? inForce : kind.parse(definition.key, entry.after);
  }
}
