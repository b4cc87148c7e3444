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

/** A definition that has changed at its source and is not in the log yet. */
interface ObservedChange {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly before: Flag | Segment | undefined;
  /** The provider at whose source it has changed. */
  readonly provider: string;
}

const MAX_RECEIVED = 1000;

/**
 * Changes at the sources of providers, as one instance sees them. Several instances see the same change when they read
 * the same source: the first one that records it speaks for all.
 */
export class ObservedChanges {
  readonly #layers: LayeredDefinitions;
  readonly #storeLayer: string | undefined;
  readonly #waiting = new Map<string, ObservedChange>();
  /** What others have recorded and this instance has not seen yet. */
  readonly #received = new Map<string, AuditEntry>();

  /** @param storeLayer whose changes the store records itself */
  constructor(layers: LayeredDefinitions, storeLayer: string | undefined) {
    this.#layers = layers;
    this.#storeLayer = storeLayer;
  }

  /**
   * Notes what has changed and does not come from the store.
   *
   * @param stored entries that have just made a difference as well
   */
  note(changes: readonly DefinitionChange[], stored: readonly AuditEntry[] = []): void {
    const recorded = new Set(stored.map(placeOf));
    for (const { kind, key, before } of changes) {
      if (!recorded.has(`${kind.name} ${key}`)) this.#noteOne(kind, key, before);
    }
  }

  /** What is still to be recorded, of what is in force now. */
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

  /** Takes what was recorded. What has changed again meanwhile is still to be recorded, from there on. */
  recorded(entries: readonly AuditEntry[], inForce: Definitions): void {
    for (const entry of entries) {
      const place = placeOf(entry);
      this.#received.delete(place); // it is older
      if (this.#isInForce(entry, inForce)) this.#waiting.delete(place);
      else this.#continueFrom(entry);
    }
  }

  /** Takes an entry of another instance; whether it tells of what is in force here as well. */
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

  /** What is in force by now and was recorded by others already. */
  takeRecorded(inForce: Definitions): readonly AuditEntry[] {
    return [...this.#waiting.keys()].flatMap((place) => {
      const entry = this.#received.get(place);
      if (entry === undefined || !this.#isInForce(entry, inForce)) return [];
      this.#waiting.delete(place);
      this.#received.delete(place);
      return [entry];
    });
  }

  /** What waits is a change of what was recorded last. */
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

  /** Whose definition is gone nobody can tell any more, unless only one can have had it. */
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
