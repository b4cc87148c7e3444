import type { Extensions } from '../../engine/extensions.js';
import { isFlagKey } from '../../engine/flag-key.js';
import { InvalidFlagError, type FlagIssue } from '../../engine/flag.errors.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { MissingFlagCause } from '../reading/missing-flags.js';
import type { ReplicaHealth } from '../replica/replica-health.js';
import type { ChangedDefinition } from './affected-definitions.js';
import type { DefinitionChange } from './definition-change.js';
import { DefinitionsInForce, type PreparedDefinitions } from './definitions-in-force.js';
import { InconsistencyReport, issueOf } from './inconsistency-report.js';
import { ObservedChanges } from './observed-changes.js';
import type { DefinitionPlace } from './definition-place.js';
import { UnknownPrerequisites } from './unknown-prerequisites.js';

export interface DefinitionRegistryOptions {
  readonly layers: LayeredDefinitions;
  /**
   * The name of the store's layer, whose changes the store itself records; absent if the store holds no definitions.
   */
  readonly storeLayer: string | undefined;
  readonly writer: ChangeWriter;
  readonly extensions: Extensions;
  readonly logger: FlagLogger;
  readonly chain: Pick<ChainedProvider, 'isIncomplete' | 'follow'>;
  /** The health of the store. */
  readonly health: Pick<ReplicaHealth, 'hasRead'>;
  /** Receives `definitions_changed` and `observed_changes_confirmed`. */
  readonly events: ManagerEvents;
}

/** Puts changes of the layers' definitions in force, records them, and announces them. */
export class DefinitionRegistry {
  readonly #options: DefinitionRegistryOptions;
  readonly #inForce: DefinitionsInForce;
  readonly #observed: ObservedChanges;
  readonly #inconsistent: InconsistencyReport;
  readonly #unknownPrerequisites: UnknownPrerequisites;
  /** Definitions that providers have delivered but that are not in force yet, by kind and key. */
  readonly #delivered = new Map<string, DefinitionPlace>();
  #rejected: ReadonlySet<string> = new Set();
  #hasStarted = false;

  constructor(options: DefinitionRegistryOptions) {
    const { layers, storeLayer, extensions, logger, chain } = options;
    this.#options = options;
    this.#inForce = new DefinitionsInForce(layers, extensions);
    this.#observed = new ObservedChanges(layers, storeLayer);
    this.#inconsistent = new InconsistencyReport(logger);
    this.#unknownPrerequisites = new UnknownPrerequisites(this.#inForce, logger);
    chain.follow((kind, key) => {
      if (this.#hasStarted) this.#delivered.set(`${kind} ${key}`, { kind, key }); // the start applies all definitions
    });
  }

  get definitions(): DefinitionsInForce {
    return this.#inForce;
  }

  /** The inconsistencies of the definitions that were read; the last consistent versions stay in force. */
  get inconsistencies(): readonly FlagIssue[] {
    return this.#inconsistent.issues;
  }

  /** The keys of flags whose definition is rejected; for some of them, the last valid definition is in force. */
  get rejected(): ReadonlySet<string> {
    return this.#rejected;
  }

  /** Why a flag has no definition in force. */
  missingCauseOf(key: string): MissingFlagCause {
    if (this.#rejected.has(key)) return 'rejected';
    return this.mayDefine(key) ? 'unread' : 'unknown';
  }

  /**
   * Whether a flag without a definition in force may still be defined: its provider has not delivered it, or it is
   * rejected.
   */
  mayDefine(key: string): boolean {
    const { chain, health } = this.#options;
    return !this.#hasStarted || this.#rejected.has(key) || chain.isIncomplete || !health.hasRead;
  }

  /**
   * Applies what the providers have delivered. The first call is the start; later differences are changes, which take
   * effect immediately and are recorded as soon as the store accepts them.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the changes are in force, but could not be recorded yet
   */
  async deliver(): Promise<void> {
    const { writer, storeLayer } = this.#options;
    // An unavailable store does not delay providers. If providers receive the writes, this waits for pending writes, so
    // that they are not recorded as observed changes.
    if (storeLayer !== undefined) {
      this.#takeDelivered();
      if (this.#observed.records(this.#inForce).length === 0) return;
    }
    const entries = await writer.commit(() => {
      if (storeLayer === undefined) this.#takeDelivered();
      return { records: this.#observed.records(this.#inForce) };
    });
    this.#observed.recorded(entries, this.#inForce);
  }

  /**
   * Applies the definitions of the store. Before the start is complete, they are part of it.
   *
   * @param entries the entries added to the store's log; absent after a full read
   */
  applyStored(entries: readonly AuditEntry[] | undefined): void {
    if (!this.#hasStarted || this.#options.storeLayer === undefined) return;
    if (entries === undefined) {
      const all = this.#take(this.#inForce.prepareAll());
      this.#observed.note(all.filter(({ kind, key }) => this.#delivered.has(`${kind.name} ${key}`)));
      return;
    }
    const places = entries.flatMap(storedPlaceOf);
    if (places.length === 0) return;
    const changes = this.#take(this.#inForce.prepare(places));
    this.#observed.note(changes, entries);
  }

  /** Receives another instance's record of a change at a provider; returns whether the change is also in force here. */
  receive(entry: AuditEntry): boolean {
    return this.#observed.receive(entry, this.#inForce);
  }

  /** Prepares definitions that were written to a provider; after a deletion, the lower layer's definition. */
  prepareWritten(written: readonly DefinitionPlace[]): PreparedDefinitions {
    return this.#inForce.prepare(written);
  }

  /**
   * Puts in force what was prepared for writes.
   *
   * @param recorded the changes that the writer records; others, which have become consistent through them, are
   *   recorded later
   */
  putWritten(prepared: PreparedDefinitions, recorded: ReadonlySet<DefinitionChange>): void {
    const others = this.#take(prepared).filter((change) => !recorded.has(change));
    this.#observed.note(others);
  }

  /** {@link DefinitionsInForce.inconsistenciesAfter}. */
  inconsistenciesAfter(changes: readonly ChangedDefinition[]): readonly DefinitionProblem[] {
    return this.#inForce.inconsistenciesAfter(changes);
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) when the definitions in force would be inconsistent after this change */
  assertConsistent(change: ChangedDefinition): void {
    const found = this.inconsistenciesAfter([change]);
    if (found.length > 0) throw new InvalidFlagError(found.map(issueOf));
  }

  #takeDelivered(): void {
    if (this.#hasStarted) {
      const places = [...this.#delivered.values()];
      this.#delivered.clear();
      this.#observed.note(this.#take(this.#inForce.prepare(places)));
    } else {
      this.#hasStarted = true;
      this.#take(this.#inForce.prepareAll());
    }
    const confirmed = this.#observed.takeRecorded(this.#inForce);
    if (confirmed.length > 0) this.#options.events.emit('observed_changes_confirmed', confirmed);
  }

  /**
   * Puts prepared definitions in force and announces them, before anything is logged, because a logger may evaluate
   * flags.
   */
  #take(prepared: PreparedDefinitions): readonly DefinitionChange[] {
    const { changes } = prepared;
    this.#inForce.put(prepared);
    this.#rejected = this.#rejectedKeys(prepared.inconsistencies);
    if (changes.length > 0) this.#options.events.emit('definitions_changed', changes);
    this.#inconsistent.update(prepared.inconsistencies);
    this.#unknownPrerequisites.warn(changes, this.#rejected);
    return changes;
  }

  #rejectedKeys(inconsistencies: readonly DefinitionProblem[]): ReadonlySet<string> {
    const rejected = [...this.#options.layers.problems, ...inconsistencies].filter(
      ({ kind = 'flag', key }) => kind === 'flag' && isFlagKey(key),
    );
    return new Set(rejected.map(({ key }) => key));
  }
}

/** The definition that an entry has changed, if it is one of the store's definitions. */
function storedPlaceOf({ action, key, provider }: AuditEntry): DefinitionPlace[] {
  const kind = auditedKind(action);
  return provider === undefined && (kind === 'flag' || kind === 'segment') ? [{ kind, key }] : [];
}
