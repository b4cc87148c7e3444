import { isDeepStrictEqual } from 'node:util';
import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { auditedKind } from '../../store/audit/audit-actions.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditRecord } from '../changes/change.js';
import type { DefinitionChange } from './definition-change.js';
import { flagKind, segmentKind, type DefinitionKind } from './definition-kind.js';

/** A definition that has changed at its provider and is not in the log yet. */
interface ObservedChange {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly before: Flag | Segment | undefined;
  /** The provider in which it has changed. */
  readonly provider: string;
}

const MAX_RECEIVED = 1000;

/**
 * Changes of definitions at providers, as one instance observes them. Several instances observe the same change if they
 * read the same source; the first one to record it does so for all.
 */
export class ObservedChanges {
  readonly #layers: LayeredDefinitions;
  readonly #storeLayer: string | undefined;
  readonly #waiting = new Map<string, ObservedChange>();
  /** Changes that other instances have recorded and this instance has not observed yet. */
  readonly #received = new Map<string, AuditEntry>();

  /** @param storeLayer the name of the layer whose changes the store itself records */
  constructor(layers: LayeredDefinitions, storeLayer: string | undefined) {
    this.#layers = layers;
    this.#storeLayer = storeLayer;
  }

  /**
   * Adds changes, except those that come from the store.
   *
   * @param stored the entries of changes in the store that were applied at the same time
   */
  note(changes: readonly DefinitionChange[], stored: readonly AuditEntry[] = []): void {
    const recorded = new Set(stored.map(placeOf));
    for (const { kind, key, before } of changes) {
      if (!recorded.has(`${kind.name} ${key}`)) this.#noteOne(kind, key, before);
    }
  }

  /** The records of observed changes that are in force and not in the log yet. */
  records(inForce: Definitions): readonly AuditRecord[] {
    return [...this.#waiting].flatMap(([place, { kind, key, before, provider }]): AuditRecord[] => {
      const after = kind.all(inForce).get(key);
      if (isDeepStrictEqual(before, after) || this.#isStored(kind, key)) {
        this.#waiting.delete(place);
        return [];
      }
      const action = kind.actions[after === undefined ? 'deleted' : before === undefined ? 'created' : 'updated'];
      const by = { actor: `provider:${provider}`, origin: 'provider', provider };
      return [{ action, key, before: before ?? null, after: after ?? null, ...by }];
    });
  }

  /**
   * Removes changes that were recorded. If a definition has changed again in the meantime, its change remains, starting
   * from the recorded version.
   */
  recorded(entries: readonly AuditEntry[], inForce: Definitions): void {
    for (const entry of entries) {
      const place = placeOf(entry);
      this.#received.delete(place); // the received change is older than the entry
      if (this.#isInForce(entry, inForce)) this.#waiting.delete(place);
      else this.#continueFrom(entry);
    }
  }

  /** Receives an entry of another instance; returns whether its change is also in force here. */
  receive(entry: AuditEntry, inForce: Definitions): boolean {
    const place = placeOf(entry);
    this.#received.delete(place);
    if (this.#isInForce(entry, inForce)) {
      this.#waiting.delete(place);
      return true;
    }
    this.#continueFrom(entry);
    this.#received.set(place, entry);
    for (const oldest of this.#received.keys()) if (this.#received.size > MAX_RECEIVED) this.#received.delete(oldest);
    return false;
  }

  /** Removes and returns the entries of other instances whose changes are now in force here. */
  takeRecorded(inForce: Definitions): readonly AuditEntry[] {
    return [...this.#waiting.keys()].flatMap((place) => {
      const entry = this.#received.get(place);
      if (entry === undefined || !this.#isInForce(entry, inForce)) return [];
      this.#waiting.delete(place);
      this.#received.delete(place);
      return [entry];
    });
  }

  /** Makes a waiting change start from the version that was recorded last. */
  #continueFrom(entry: AuditEntry): void {
    const waiting = this.#waiting.get(placeOf(entry));
    if (waiting === undefined) return;
    this.#waiting.set(placeOf(entry), { ...waiting, before: (entry.after ?? undefined) as Flag | Segment | undefined });
  }

  #noteOne(kind: DefinitionKind, key: string, before: Flag | Segment | undefined): void {
    if (this.#isStored(kind, key)) return;
    const owner = kind.ownerOf(this.#layers, key);
    const place = `${kind.name} ${key}`;
    const waiting = this.#waiting.get(place);
    const provider = owner ?? waiting?.provider ?? this.#likelyProvider();
    this.#waiting.set(place, { kind, key, before: waiting === undefined ? before : waiting.before, provider });
    const last = this.#received.get(place);
    if (last !== undefined) this.#continueFrom(last);
  }

  /** The provider of a removed definition, which is known only if there is just one provider that can have had it. */
  #likelyProvider(): string {
    const [only, ...others] = this.#layers.names.filter((name) => name !== this.#storeLayer && name !== 'initialFlags');
    return only === undefined || others.length > 0 ? 'unknown' : only;
  }

  #isStored(kind: DefinitionKind, key: string): boolean {
    return this.#storeLayer !== undefined && kind.ownerOf(this.#layers, key) === this.#storeLayer;
  }

  #isInForce(entry: AuditEntry, inForce: Definitions): boolean {
    const kind: DefinitionKind = auditedKind(entry.action) === 'segment' ? segmentKind : flagKind;
    return isDeepStrictEqual(kind.all(inForce).get(entry.key) ?? null, entry.after);
  }
}

function placeOf({ action, key }: AuditEntry): string {
  return `${auditedKind(action)} ${key}`;
}
