import { NO_DEFINITIONS, type Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import { isFlagKey } from '../../engine/flag-key.js';
import { InvalidFlagError, type FlagIssue } from '../../engine/flag.errors.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { FlagKnowledge } from '../reading/missing-flags.js';
import type { ReplicaHealth } from '../replica/replica-health.js';
import { affectedDefinitions, type ChangedDefinition } from './affected-definitions.js';
import { ConsistentLayers } from './consistent-layers.js';
import { changesBetween, type DefinitionChange } from './definition-change.js';
import type { DefinitionKind } from './definition-kind.js';
import { InconsistencyReport, issueOf } from './inconsistency-report.js';
import { ObservedChanges } from './observed-changes.js';
import { ReferenceIndex } from './reference-index.js';
import { UnknownPrerequisites } from './unknown-prerequisites.js';

export interface DefinitionRegistryOptions {
  readonly layers: LayeredDefinitions;
  /** The name of the layer whose changes the store records itself; absent where no layer is the store's. */
  readonly storeLayer: string | undefined;
  readonly writer: ChangeWriter;
  readonly extensions: Extensions;
  readonly logger: FlagLogger;
  readonly chain: Pick<ChainedProvider, 'isIncomplete'>;
  /** Of the store. */
  readonly health: Pick<ReplicaHealth, 'hasRead'>;
  /** Is told of `definitions_changed` and `observed_changes_confirmed`. */
  readonly events: ManagerEvents;
}

/** The definitions in force: what the layers last held, as far as it is consistent, and every change on the way to it. */
export class DefinitionRegistry {
  readonly #options: DefinitionRegistryOptions;
  readonly #layers: ConsistentLayers;
  readonly #observed: ObservedChanges;
  readonly #inconsistent: InconsistencyReport;
  /** Of the definitions in force. */
  readonly #index = new ReferenceIndex();
  readonly #unknownPrerequisites: UnknownPrerequisites;
  #definitions: Definitions = NO_DEFINITIONS;
  #rejected: ReadonlySet<string> = new Set();
  #delivered = false;

  constructor(options: DefinitionRegistryOptions) {
    const { layers, storeLayer, extensions, logger } = options;
    this.#options = options;
    this.#layers = new ConsistentLayers(layers, extensions);
    this.#observed = new ObservedChanges(layers, storeLayer);
    this.#inconsistent = new InconsistencyReport(logger);
    this.#unknownPrerequisites = new UnknownPrerequisites(this.#index, logger);
  }

  get definitions(): Definitions {
    return this.#definitions;
  }

  /** What was read and is inconsistent; of such definitions, the last consistent ones are in force. */
  get inconsistencies(): readonly FlagIssue[] {
    return this.#inconsistent.issues;
  }

  /** The keys of flags that have a definition which cannot be used; of some, the last good one is in force. */
  get rejected(): ReadonlySet<string> {
    return this.#rejected;
  }

  /** What is known of a flag that has no definition in force. */
  knowledgeOf(key: string): FlagKnowledge {
    if (this.#rejected.has(key)) return 'rejected';
    return this.mayDefine(key) ? 'unread' : 'unknown';
  }

  /** Whether a flag that is not there may well be defined: its source has not delivered it, or it is rejected. */
  mayDefine(key: string): boolean {
    const { chain, health } = this.#options;
    return !this.#delivered || this.#rejected.has(key) || chain.isIncomplete || !health.hasRead;
  }

  /**
   * Takes over what the providers hold now. The first time is the start; later differences are changes, which hold at
   * once and are recorded as soon as the store accepts them.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when they are in force, but could not be recorded yet
   */
  async deliver(): Promise<void> {
    const { writer, storeLayer } = this.#options;
    // An unavailable store holds up no source. Where sources take the writes, each write goes first: it is no news.
    if (storeLayer !== undefined) {
      this.#takeDelivered();
      if (this.#observed.records(this.#definitions).length === 0) return;
    }
    const entries = await writer.commit(() => {
      if (storeLayer === undefined) this.#takeDelivered();
      return { records: this.#observed.records(this.#definitions) };
    });
    this.#observed.recorded(entries, this.#definitions);
  }

  /**
   * Takes over what the store now holds. Before the start is through, it is part of the start.
   *
   * @param entries what has happened to the store; absent when it was read as a whole
   * @returns whether definitions have changed
   */
  takeStored(entries: readonly AuditEntry[] | undefined): boolean {
    const { storeLayer } = this.#options;
    if (!this.#delivered || storeLayer === undefined || entries?.some(isOfDefinition) === false) return false;
    const next = this.#read();
    if (next === this.#definitions) return false;
    const changes = changesBetween(this.#definitions, next);
    if (entries !== undefined) this.#observed.note(changes, entries);
    this.#put(next, changes);
    return true;
  }

  /** Takes what another instance has recorded of a source; whether that is in force here as well. */
  receive(entry: AuditEntry): boolean {
    return this.#observed.receive(entry, this.#definitions);
  }

  /** Puts definitions in force that are consistent. */
  put(definitions: Definitions): void {
    this.#put(definitions, changesBetween(this.#definitions, definitions));
  }

  /**
   * What would be inconsistent after these changes, made together: whatever order they are in. Looks at no more than they
   * can affect.
   *
   * @param changes at most one of each definition
   */
  inconsistenciesAfter(changes: readonly ChangedDefinition[]): readonly DefinitionProblem[] {
    const affected = affectedDefinitions(this.#definitions, this.#index, changes);
    return checkDefinitions(affected, this.#options.extensions);
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) when the definitions in force would be inconsistent after this change */
  assertConsistent(change: ChangedDefinition): void {
    const found = this.inconsistenciesAfter([change]);
    if (found.length > 0) throw new InvalidFlagError(found.map(issueOf));
  }

  /**
   * The definitions in force, with what the layers now answer for these: after a deletion, what a lower one defines.
   * Where that is inconsistent, none of them answers, or all stay as they are.
   */
  withAnswersOf(written: readonly { readonly kind: DefinitionKind; readonly key: string }[]): Definitions {
    const { layers } = this.#options;
    const answers = written.map(({ kind, key }) => ({ kind, key, after: kind.current(layers, key) }));
    const none = answers.map(({ kind, key }) => ({ kind, key, after: undefined }));
    const consistent = [answers, none].find((changes) => this.#areConsistent(changes)) ?? [];
    const { flags, segments } = this.#definitions;
    const next = { flags: new Map(flags), segments: new Map(segments) };
    for (const { kind, key, after } of consistent) kind.put(next, key, after);
    return next;
  }

  #areConsistent(changes: readonly Omit<DefinitionChange, 'before'>[]): boolean {
    return (
      this.inconsistenciesAfter(changes.map(({ kind, key, after }) => ({ kind: kind.name, key, after }))).length === 0
    );
  }

  #takeDelivered(): void {
    const next = this.#read();
    if (!this.#delivered || next !== this.#definitions) {
      const changes = changesBetween(this.#definitions, next);
      if (this.#delivered) this.#observed.note(changes);
      this.#put(next, changes);
    }
    const confirmed = this.#observed.takeRecorded(this.#definitions);
    if (confirmed.length > 0) this.#options.events.emit('observed_changes_confirmed', confirmed);
  }

  #put(definitions: Definitions, changes: readonly DefinitionChange[]): void {
    this.#definitions = definitions;
    this.#delivered = true;
    this.#index.apply(changes);
    this.#unknownPrerequisites.warn(definitions.flags, this.#rejected);
    this.#options.events.emit('definitions_changed', changes);
  }

  /** What the layers hold, as far as it is consistent; the definitions in force when that is the same. */
  #read(): Definitions {
    const { definitions, inconsistencies, unreadable } = this.#layers.read(this.#definitions);
    const rejected = [...unreadable, ...inconsistencies].filter(
      ({ kind = 'flag', key }) => kind === 'flag' && isFlagKey(key),
    );
    this.#rejected = new Set(rejected.map(({ key }) => key));
    this.#inconsistent.update(inconsistencies);
    return definitions;
  }
}

function isOfDefinition({ action, provider }: AuditEntry): boolean {
  const kind = auditedKind(action);
  return provider === undefined && (kind === 'flag' || kind === 'segment');
}
