import { quoted } from '../../internal/shown-text.js';
import { InvalidFlagError } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { parseOverride } from '../../engine/parse-override.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { flagReader, segmentReader, type DefinitionReader } from '../../providers/definition-reader.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagSchedule } from '../../store/flag-schedule.js';
import {
  documentOf,
  keyOfId,
  overrideId,
  type DocumentKind,
  type StoredDocument,
} from '../../store/stored-document.js';
import { OverrideSet } from '../overrides/override-set.js';
import { parseSchedule } from '../schedules/parse-schedule.js';
import { DocumentMap, type ParseDocument } from './document-map.js';

interface Maps {
  readonly flag: DocumentMap<Flag>;
  readonly segment: DocumentMap<Segment>;
  readonly override: DocumentMap<FlagOverride>;
  readonly schedule: DocumentMap<FlagSchedule>;
}

/**
 * The documents of a store as one instance has read them. One that cannot be read stays as it last was, and hides none of
 * the others. Immutable.
 */
export class ReplicaState {
  /** Before anything is read. */
  static empty(): ReplicaState {
    const maps = {
      flag: new DocumentMap(definitionParser(flagReader)),
      segment: new DocumentMap(definitionParser(segmentReader)),
      override: new DocumentMap(named(parseOverride, (override) => overrideId(override.key, override))),
      schedule: new DocumentMap(named(parseSchedule, ({ id }) => id)),
    };
    return new ReplicaState(maps, OverrideSet.EMPTY);
  }

  private constructor(
    readonly maps: Maps,
    /** The overrides, by flag and target; the same set as long as none of them changes. */
    readonly overrideSet: OverrideSet,
  ) {}

  get flags(): ReadonlyMap<string, Flag> {
    return this.maps.flag.all;
  }

  get segments(): ReadonlyMap<string, Segment> {
    return this.maps.segment.all;
  }

  get schedules(): ReadonlyMap<string, FlagSchedule> {
    return this.maps.schedule.all;
  }

  /** Why an override cannot be read, and what to do. */
  get unreadableOverride(): string | undefined {
    const [unreadable] = this.maps.override.unreadable;
    if (unreadable === undefined) return undefined;
    const [id, { message }] = unreadable;
    const key = keyOfId(id);
    const ofUnit = key === id ? '' : ' of one unit';
    return `its override ${quoted(key, 128)}${ofUnit} cannot be read: ${message} Mend or remove it there.`;
  }

  /** After a store was read as a whole. */
  replacedBy(documents: readonly StoredDocument[]): ReplicaState {
    return this.#next((map, kind) => map.replacedBy(documents.filter((document) => document.kind === kind)));
  }

  /** After these entries. */
  after(entries: readonly AuditEntry[]): ReplicaState {
    const writes = entries.map(documentOf).filter((write) => write !== undefined);
    return this.#next((map, kind) => map.after(writes.filter((write) => write.kind === kind)));
  }

  /** What the store would have to hold to be read as this, with what cannot be read as it is there. */
  documents(): StoredDocument[] {
    return Object.entries(this.maps).flatMap(([kind, { all, unreadable }]) => {
      const values = new Map<string, unknown>(all);
      for (const [id, { value }] of unreadable) values.set(id, value);
      return Array.from(values, ([id, value]): StoredDocument => ({ kind: kind as DocumentKind, id, value }));
    });
  }

  #next(change: <D>(map: DocumentMap<D>, kind: DocumentKind) => DocumentMap<D>): ReplicaState {
    const { flag, segment, override, schedule } = this.maps;
    const maps = {
      flag: change(flag, 'flag'),
      segment: change(segment, 'segment'),
      override: change(override, 'override'),
      schedule: change(schedule, 'schedule'),
    };
    const areSame = maps.override === override;
    return new ReplicaState(
      maps,
      areSame ? this.overrideSet : OverrideSet.of([...maps.override.all.values()], this.overrideSet),
    );
  }
}

/** A document under a name that is not its own would never be found again by who changes it. */
function named<D>(parse: (value: unknown) => D, nameOf: (document: D) => string): ParseDocument<D> {
  return (id, value) => {
    const document = parse(value);
    if (nameOf(document) !== id) throw new Error('it is stored under a name that is not its own.');
    return document;
  };
}

function definitionParser<D>({ tryParse }: DefinitionReader<D>): ParseDocument<D> {
  return (id, value, isOfMany) => {
    const { definition, issues = [] } = tryParse(id, value, isOfMany);
    if (definition === undefined) throw new InvalidFlagError(issues);
    return definition;
  };
}
