import { isDeepStrictEqual } from 'node:util';
import { NO_DEFINITIONS, type Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import { isFlagKey } from '../../engine/flag-key.js';
import { InvalidFlagError, pathText, type FlagIssue } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { referencesOf, unknownPrerequisites } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { FlagProblem } from '../../providers/flag-provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { FlagKnowledge } from '../reading/missing-flags.js';
import type { ReplicaHealth } from '../replica/replica-health.js';
import type { DefinitionKind } from './definition-kind.js';
import { fittingDefinitions, issueOf, type Fitting } from './fitting-definitions.js';
import { ObservedChanges } from './observed-changes.js';

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

/** The definitions in force: what the layers last held, as far as it fits together, and every change on the way to it. */
export class DefinitionRegistry {
  readonly #options: DefinitionRegistryOptions;
  readonly #observed: ObservedChanges;
  #definitions: Definitions = NO_DEFINITIONS;
  #unreadable: ReadonlySet<string> = new Set();
  #misfits: readonly FlagIssue[] = [];
  #warnedOf: ReadonlyMap<string, string> = new Map();
  /** The definitions whose prerequisites were looked at last. */
  #warned: Definitions | undefined;
  #delivered = false;
  /** What the layers held when they were last read, and what of it fits together. */
  #last: Fitting & { readonly held: Definitions } = { held: NO_DEFINITIONS, definitions: NO_DEFINITIONS, problems: [] };

  constructor(options: DefinitionRegistryOptions) {
    this.#options = options;
    this.#observed = new ObservedChanges(options.layers, options.storeLayer);
  }

  get definitions(): Definitions {
    return this.#definitions;
  }

  /** What was read and does not fit together; of such definitions, the last ones that did are in force. */
  get misfits(): readonly FlagIssue[] {
    return this.#misfits;
  }

  /** The keys of flags that have a definition which cannot be used; of some, the last good one is in force. */
  get rejected(): ReadonlySet<string> {
    return this.#unreadable;
  }

  /** What is known of a flag that has no definition in force. */
  knowledgeOf(key: string): FlagKnowledge {
    if (this.#unreadable.has(key)) return 'rejected';
    return this.mayDefine(key) ? 'unread' : 'unknown';
  }

  /** Whether a flag that is not there may well be defined: its source has not delivered it, or it does not fit. */
  mayDefine(key: string): boolean {
    const { chain, health } = this.#options;
    return !this.#delivered || this.#unreadable.has(key) || chain.isIncomplete || !health.hasRead;
  }

  /**
   * Takes over what the providers hold now. The first time is the start; later differences are changes, which hold at
   * once and are recorded as soon as the store takes them.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when they are in force, but could not be recorded yet
   */
  async deliver(): Promise<void> {
    const { writer, storeLayer } = this.#options;
    // A store that is away holds up no source. Where sources take the writes, each write goes first: it is no news.
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
   * @param entries what has happened to the store; absent when it was read anew
   * @returns whether definitions have changed
   */
  takeStored(entries: readonly AuditEntry[] | undefined): boolean {
    const { storeLayer } = this.#options;
    if (!this.#delivered || storeLayer === undefined || entries?.some(isOfDefinition) === false) return false;
    const next = this.#read();
    if (next === this.#definitions) return false;
    if (entries !== undefined) this.#observed.note(this.#definitions, next, entries);
    this.put(next);
    return true;
  }

  /** Takes what another instance has recorded of a source; whether that is in force here as well. */
  receive(entry: AuditEntry): boolean {
    return this.#observed.heard(entry, this.#definitions);
  }

  /** Puts definitions in force that fit together. */
  put(definitions: Definitions): void {
    this.#definitions = definitions;
    this.#delivered = true;
    this.#options.events.emit('definitions_changed');
  }

  /** @throws {InvalidFlagError} (`INVALID_FLAG`) when the definitions in force would not fit this one */
  assertFits<D extends Flag | Segment>(kind: DefinitionKind<D>, key: string, definition: D | undefined): void {
    const problems = checkDefinitions(kind.with(this.#definitions, key, definition), this.#options.extensions);
    if (problems.length > 0) throw new InvalidFlagError(problems.map(issueOf));
  }

  /** The definitions in force, with what the layers now answer for `key`: after a deletion, what a lower one defines. */
  withAnswerOf<D extends Flag | Segment>(kind: DefinitionKind<D>, key: string): Definitions {
    const next = kind.with(this.#definitions, key, kind.held(this.#options.layers, key));
    const fits = checkDefinitions(next, this.#options.extensions).length === 0;
    return fits ? next : kind.with(this.#definitions, key, undefined);
  }

  #takeDelivered(): void {
    const next = this.#read();
    if (this.#delivered) this.#observed.note(this.#definitions, next);
    if (!this.#delivered || next !== this.#definitions) this.put(next);
    const confirmed = this.#observed.takeRecorded(this.#definitions);
    if (confirmed.length > 0) this.#options.events.emit('observed_changes_confirmed', confirmed);
  }

  /** What the layers hold, as far as it fits together; the definitions in force when that is the same. */
  #read(): Definitions {
    const { layers, extensions } = this.#options;
    const held = layers.all();
    const unreadable = layers.problems;
    if (!this.#isLastRead(held)) {
      const fitting = fittingDefinitions(held, this.#definitions, extensions);
      const { definitions } = fitting;
      const problems = fitting.problems.map((problem) => withUnreadable(problem, held, unreadable));
      const { flags, segments } = this.#definitions;
      const areSame = haveSame(flags, definitions.flags) && haveSame(segments, definitions.segments);
      this.#last = { held, problems, definitions: areSame ? this.#definitions : definitions };
    }
    const { definitions, problems } = this.#last;
    const unknown = [...unreadable, ...problems].filter(({ kind = 'flag', key }) => kind === 'flag' && isFlagKey(key));
    this.#unreadable = new Set(unknown.map(({ key }) => key));
    if (definitions !== this.#warned) this.#warnOfUnknown(definitions);
    this.#report(problems.map(issueOf));
    return definitions;
  }

  /** Whether just that was read last, and is in force as far as it fits: at a start, all are delivered more than once. */
  #isLastRead({ flags, segments }: Definitions): boolean {
    const { held, definitions } = this.#last;
    return flags === held.flags && segments === held.segments && definitions === this.#definitions;
  }

  #report(misfits: readonly FlagIssue[]): void {
    if (isDeepStrictEqual(misfits, this.#misfits)) return;
    this.#misfits = misfits;
    const { logger } = this.#options;
    if (misfits.length === 0) logger.log('All flag definitions fit together again.');
    else {
      const lines = misfits.slice(0, SHOWN_MISFITS).map(({ path, message }) => `\n  - ${pathText(path)}: ${message}`);
      logger.error(`Definitions that do not fit together stay as they last did: ${lines.join('')}`);
    }
  }

  /** No error, for an override may know the flag, or a release to come; but as likely a slip of the pen. */
  #warnOfUnknown(definitions: Definitions): void {
    const { flags } = definitions;
    this.#warned = definitions;
    const unknown = unknownPrerequisites(flags);
    for (const [parent, child] of unknown) {
      if (this.#warnedOf.has(parent)) continue;
      const consequence = this.#unreadable.has(parent)
        ? 'the definition of which is rejected: it is off until that can be used'
        : 'which no provider defines: it is off until one does';
      this.#options.logger.warn(`Flag "${child}" needs the flag "${parent}", ${consequence}.`);
    }
    this.#warnedOf = unknown;
  }
}

/** A segment that is there and cannot be read is not one that no provider defines. */
function withUnreadable(
  problem: DefinitionProblem,
  held: Definitions,
  unreadable: readonly FlagProblem[],
): DefinitionProblem {
  const definition = (problem.kind === 'flag' ? held.flags : held.segments).get(problem.key);
  const segments = definition === undefined ? [] : referencesOf(definition).segments;
  const cause = unreadable.find(({ kind, key }) => kind === 'segment' && segments.includes(key));
  if (cause === undefined || held.segments.has(cause.key)) return problem;
  return { ...problem, message: `refers to the segment "${cause.key}", which is rejected: ${cause.message}` };
}

function isOfDefinition({ action, provider }: AuditEntry): boolean {
  const kind = auditedKind(action);
  return provider === undefined && (kind === 'flag' || kind === 'segment');
}

function haveSame<D>(old: ReadonlyMap<string, D>, now: ReadonlyMap<string, D>): boolean {
  if (old === now) return true;
  if (old.size !== now.size) return false;
  for (const [key, definition] of now) if (old.get(key) !== definition) return false;
  return true;
}

const SHOWN_MISFITS = 20;
