import { quoted } from '../../internal/shown-text.js';
import { InvalidFlagError } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import { parseOverride } from '../../engine/parse/parse-override.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { flagReader, segmentReader, type DefinitionReader } from '../../providers/definition-reader.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagSchedule } from '../../store/flag-schedule.js';
import {
  documentOf,
  keyOfId,
  overrideId,
  type DocumentKind,
  type DocumentWrite,
  type StoredDocument,
} from '../../store/stored-document.js';
import { DueQueue } from '../changes/due-queue.js';
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
 * The documents of a store as one instance has read them. If a document cannot be read, its last valid version is kept,
 * and other documents are not affected. Changed in place.
 */
export class ReplicaState {
  /** The state before anything is read. */
  static empty(): ReplicaState {
    const maps = {
      flag: new DocumentMap(definitionParser(flagReader)),
      segment: new DocumentMap(definitionParser(segmentReader)),
      override: new DocumentMap(named(parseOverride, (override) => overrideId(override.key, override))),
      schedule: new DocumentMap(named(parseSchedule, ({ id }) => id)),
    };
    return new ReplicaState(maps, new OverrideSet(), new DueQueue());
  }

  private constructor(
    readonly maps: Maps,
    /** The overrides, by flag and target. */
    readonly overrideSet: OverrideSet,
    /** The schedules, by the time at which they are due. */
    readonly dueSchedules: DueQueue<FlagSchedule>,
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

  /** Describes an override that cannot be read, and how to fix it; `undefined` if there is none. */
  get unreadableOverride(): string | undefined {
    const [unreadable] = this.maps.override.unreadable;
    if (unreadable === undefined) return undefined;
    const [id, { message }] = unreadable;
    const key = keyOfId(id);
    const ofUnit = key === id ? '' : ' of one unit';
    return `its override ${quoted(key, 128)}${ofUnit} cannot be read: ${message} Fix or remove it in the store.`;
  }

  /** The state after a full read of the store. */
  replacedBy(documents: readonly StoredDocument[]): ReplicaState {
    const of = (kind: DocumentKind) => documents.filter((document) => document.kind === kind);
    const { flag, segment, override, schedule } = this.maps;
    const maps = {
      flag: flag.replacedBy(of('flag')),
      segment: segment.replacedBy(of('segment')),
      override: override.replacedBy(of('override')),
      schedule: schedule.replacedBy(of('schedule')),
    };
    const dueSchedules = new DueQueue<FlagSchedule>();
    for (const each of maps.schedule.all.values()) dueSchedules.add(each, Date.parse(each.at));
    return new ReplicaState(maps, OverrideSet.of(maps.override.all.values(), this.overrideSet), dueSchedules);
  }

  /** Applies the changes of entries in place. The time does not depend on the number of documents. */
  apply(entries: readonly AuditEntry[]): void {
    const writes = entries.map(documentOf).filter((write) => write !== undefined);
    const of = (kind: DocumentKind) => writes.filter((write) => write.kind === kind);
    this.maps.flag.write(of('flag'));
    this.maps.segment.write(of('segment'));
    this.#writeOverrides(of('override'));
    this.#writeSchedules(of('schedule'));
  }

  /** The documents of the store from which this state would be read, including unreadable ones in their stored form. */
  documents(): StoredDocument[] {
    return Object.entries(this.maps).flatMap(([kind, { all, unreadable }]) => {
      const values = new Map<string, unknown>(all);
      for (const [id, { value }] of unreadable) values.set(id, value);
      return Array.from(values, ([id, value]): StoredDocument => ({ kind: kind as DocumentKind, id, value }));
    });
  }

  #writeOverrides(writes: readonly DocumentWrite[]): void {
    const { override: map } = this.maps;
    for (const write of writes) {
      const before = map.all.get(write.id);
      map.write([write]);
      const now = map.all.get(write.id);
      if (now !== undefined) this.overrideSet.put(now);
      else if (before !== undefined) this.overrideSet.delete(before.key, before);
    }
  }

  #writeSchedules(writes: readonly DocumentWrite[]): void {
    const { schedule: map } = this.maps;
    for (const write of writes) {
      const before = map.all.get(write.id);
      map.write([write]);
      const now = map.all.get(write.id);
      if (before !== undefined) this.dueSchedules.delete(before);
      if (now !== undefined) this.dueSchedules.add(now, Date.parse(now.at));
    }
  }
}

/** Extends a parser to reject a document that is stored under a wrong id, where later changes would never find it. */
function named<D>(parse: (value: unknown) => D, nameOf: (document: D) => string): ParseDocument<D> {
  return (id, value) => {
    const document = parse(value);
    if (nameOf(document) !== id) throw new Error('it is stored under a wrong id.');
    return document;
  };
}

function definitionParser<D>({ tryParse }: DefinitionReader<D>): ParseDocument<D> {
  return (id, value) => {
    const { definition, issues = [] } = tryParse(id, value);
    if (definition === undefined) throw new InvalidFlagError(issues);
    return definition;
  };
}
