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

/** All ways to change definitions. Each change is checked, stored, audited, put in force and announced. */
export class DefinitionEditor {
  readonly #registry: DefinitionRegistry;
  readonly #execution: CommandExecution;

  constructor(registry: DefinitionRegistry, execution: CommandExecution) {
    this.#registry = registry;
    this.#execution = execution;
  }

  /** All flag definitions in force, by key; a copy, which later changes do not reach. */
  getFlags(): ReadonlyMap<string, Flag> {
    return new Map(this.#registry.definitions.flags);
  }

  /** All segments in force, by key; a copy, which later changes do not reach. */
  getSegments(): ReadonlyMap<string, Segment> {
    return new Map(this.#registry.definitions.segments);
  }

  /**
   * Stores a definition: in the `store`, else in the first writable provider.
   *
   * @param options.expectedVersion the `version` that was edited; 0 when the flag must not exist yet
   * @returns the flag with its new version
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when somebody was faster; `changedBy` tells who
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link ReadOnlyError}, {@link StoreUnavailableError}
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the provider does not write it; `cause` is what it threw
   */
  async saveFlag(key: FlagKey, definition: FlagDefinition, options: EditOptions = {}): Promise<Flag> {
    return await this.#save(flagKind, parseFlag(key, definition), options);
  }

  /**
   * Deletes a definition where {@link saveFlag} stores it, and throws the same errors. What another source defines by the same key,
   * such as `initialFlags`, is in force then: to turn a flag off, {@link disable} it.
   *
   * @returns `false` when nothing was stored there, so that nothing has changed
   */
  async deleteFlag(key: FlagKey, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('flag', key, options);
  }

  /** Stores a segment, as {@link saveFlag} does a flag. */
  async saveSegment(key: string, definition: SegmentDefinition, options: EditOptions = {}): Promise<Segment> {
    return await this.#save(segmentKind, parseSegment(key, definition), options);
  }

  /** Deletes a segment, as {@link deleteFlag} does a flag; throws as well while a flag refers to it. */
  async deleteSegment(key: string, options: EditOptions = {}): Promise<boolean> {
    return await this.#delete('segment', key, options);
  }

  /**
   * Saves and deletes many flags and segments in one change: all of them, or none if any edit is refused. Edits are checked
   * together, so that a flag may come before the segment that it needs; each gets a version and an audit entry of its own.
   * At most 10,000 edits, and one for each definition.
   *
   * With a `store`, they are one append, so that no failure leaves only some of them. Without one, a writable provider takes
   * one write at a time, after all edits have been checked: if it fails halfway, what was written stays.
   *
   * @returns for each edit, in order, what the method of the same name returns
   * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing every edit that cannot be made; nothing was changed
   * @throws {EditsIncompleteError} (`EDITS_INCOMPLETE`) when a provider has failed after some of the writes
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when it has failed at the first write; `cause` is what it threw
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there are too many edits, or one of them is no edit
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

  /** The definition that the entry stored; it is in force now, unless it has been changed again. */
  #saved<D extends Flag | Segment>(kind: DefinitionKind<D>, definition: D, entry: AuditEntry | undefined): D {
    if (entry === undefined || entry.after === null) return definition;
    const inForce = kind.all(this.#registry.definitions).get(definition.key);
    const isSame =
      inForce?.version !== undefined && 'version' in entry.after && inForce.version === entry.after.version;
    return isSame ? inForce : kind.parse(definition.key, entry.after);
  }
}
