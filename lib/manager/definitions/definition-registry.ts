import { isDeepStrictEqual } from 'node:util';
import { NO_DEFINITIONS, type Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import { InvalidFlagError, pathText, type FlagIssue } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import { unknownPrerequisites } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { FlagWrite, SegmentWrite } from '../../providers/flag-provider.js';
import type { AuditRecord } from '../audit/audit-log.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { Change, ChangeWriter } from '../changes/change-writer.js';
import type { FlagLogger } from '../flag-logger.js';
import { flagKind, segmentKind, type DefinitionKind } from './definition-kind.js';
import { fittingDefinitions, issueOf } from './fitting-definitions.js';

export interface DefinitionRegistryOptions {
  readonly chain: ChainedProvider;
  readonly writer: ChangeWriter;
  readonly extensions: Extensions;
  readonly logger: FlagLogger;
  /** Called when definitions have changed. */
  readonly changed: () => void;
}

/** The definitions in force: what the providers delivered last, and every change on the way to it. */
export class DefinitionRegistry {
  readonly #options: DefinitionRegistryOptions;
  #definitions: Definitions = NO_DEFINITIONS;
  #unreadable: ReadonlySet<string> = new Set();
  #misfits: readonly FlagIssue[] = [];
  #warnedOf: ReadonlyMap<string, string> = new Map();
  #delivered = false;

  constructor(options: DefinitionRegistryOptions) {
    this.#options = options;
  }

  get definitions(): Definitions {
    return this.#definitions;
  }

  /** What was read and does not fit together; of such definitions, the last ones that did are in force. */
  get misfits(): readonly FlagIssue[] {
    return this.#misfits;
  }

  /** Whether a flag that is not there may well be defined: its provider has not delivered it, or it does not fit. */
  mayDefine(key: string): boolean {
    return !this.#delivered || this.#unreadable.has(key) || this.#options.chain.isIncomplete;
  }

  /** Takes over what the providers hold now. The first time is the start; later differences are changes. */
  async deliver(): Promise<void> {
    await this.#options.writer.commit(() => {
      const next = this.#read();
      const records = this.#delivered
        ? [...this.#differences(flagKind, next), ...this.#differences(segmentKind, next)]
        : [];
      if (this.#delivered && records.length === 0) return undefined;
      return { records, apply: () => this.#put(next) };
    });
  }

  /**
   * Writes one flag through the providers.
   *
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when it does not fit the definitions in force
   */
  writeFlag(write: FlagWrite, origin: ChangeOrigin): Promise<Flag | undefined> {
    return this.#write(flagKind, write.key, write.flag, write.expectedVersion, origin);
  }

  /** Writes one segment through the providers; throws like {@link DefinitionRegistry.writeFlag}. */
  writeSegment(write: SegmentWrite, origin: ChangeOrigin): Promise<Segment | undefined> {
    return this.#write(segmentKind, write.key, write.segment, write.expectedVersion, origin);
  }

  async #write<D extends Flag | Segment>(
    kind: DefinitionKind<D>,
    key: string,
    definition: D | undefined,
    expectedVersion: number | undefined,
    origin: ChangeOrigin,
  ): Promise<D | undefined> {
    const { chain, writer } = this.#options;
    const by = originOf(origin);
    let stored: D | undefined;
    await writer.commit(async (): Promise<Change | undefined> => {
      const before = kind.all(this.#definitions).get(key);
      const owner = kind.providerOf(chain, key);
      this.#assertFits(kind, key, definition ?? kind.left(chain, key));
      // Written before the audit entry is drafted, for the entry holds the version that the provider gives.
      stored = await kind.store(chain, key, definition, expectedVersion);
      const next = this.#withAnswerOf(kind, key);
      const after = kind.all(next).get(key);
      if (isDeepStrictEqual(before, after)) return undefined;
      const replaced = stored === undefined || owner === kind.providerOf(chain, key) ? before : undefined;
      const action = stored === undefined ? 'deleted' : before === undefined ? 'created' : 'updated';
      return {
        records: [{ action: kind.actions[action], key, before: before ?? null, after: after ?? null, ...by }],
        revert: () => kind.store(chain, key, replaced, undefined),
        apply: () => this.#put(next),
      };
    });
    return stored;
  }

  #assertFits<D extends Flag | Segment>(kind: DefinitionKind<D>, key: string, definition: D | undefined): void {
    const problems = checkDefinitions(kind.with(this.#definitions, key, definition), this.#options.extensions);
    if (problems.length > 0) throw new InvalidFlagError(problems.map(issueOf));
  }

  #put(definitions: Definitions): void {
    this.#definitions = definitions;
    this.#delivered = true;
    this.#options.changed();
  }

  /** The definitions in force, with what the chain now answers for `key`: after a deletion, what a lower layer defines. */
  #withAnswerOf<D extends Flag | Segment>(kind: DefinitionKind<D>, key: string): Definitions {
    const next = kind.with(this.#definitions, key, kind.held(this.#options.chain, key));
    const fits = checkDefinitions(next, this.#options.extensions).length === 0;
    return fits ? next : kind.with(this.#definitions, key, undefined);
  }

  /** What the providers hold, as far as it fits together. */
  #read(): Definitions {
    const { chain, extensions } = this.#options;
    const { definitions, problems } = fittingDefinitions(chain.held.all(), this.#definitions, extensions);
    const unknown = [...chain.held.problems, ...problems].filter(({ kind = 'flag' }) => kind === 'flag');
    this.#unreadable = new Set(unknown.map(({ key }) => key));
    this.#report(problems.map(issueOf));
    this.#warnOfUnknown(definitions);
    return definitions;
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
  #warnOfUnknown({ flags }: Definitions): void {
    const unknown = unknownPrerequisites(flags);
    for (const [parent, child] of unknown) {
      if (this.#warnedOf.has(parent)) continue;
      const message = `Flag "${child}" needs the flag "${parent}", which no provider defines: it is off until one does.`;
      this.#options.logger.warn(message);
    }
    this.#warnedOf = unknown;
  }

  #differences<D extends Flag | Segment>(kind: DefinitionKind<D>, next: Definitions): AuditRecord[] {
    const records: AuditRecord[] = [];
    const [old, all] = [kind.all(this.#definitions), kind.all(next)];
    for (const [key, after] of all) {
      const before = old.get(key);
      if (before === after) continue;
      const action = kind.actions[before === undefined ? 'created' : 'updated'];
      records.push({ action, key, before: before ?? null, after, ...this.#by(kind, key) });
    }
    for (const [key, before] of old) {
      if (!all.has(key)) {
        records.push({ action: kind.actions.deleted, key, before, after: null, ...this.#by(kind, key) });
      }
    }
    return records;
  }

  #by<D extends Flag | Segment>(kind: DefinitionKind<D>, key: string): { actor: string; origin: string } {
    const name = kind.providerOf(this.#options.chain, key);
    return { actor: name === undefined ? 'provider' : `provider:${name}`, origin: 'provider' };
  }
}

const SHOWN_MISFITS = 20;
