import type { FlagOverride, OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';
import { DueQueue, type DueItem } from '../changes/due-queue.js';
import { FlagOverrides } from './flag-overrides.js';

/**
 * All overrides, at most one for each flag and target. The time of a change does not depend on the number of overrides.
 * It is changed in place, synchronously, so that a change is never visible in part.
 */
export class OverrideSet {
  /** @param before its overrides are reused for flags whose overrides are unchanged */
  static of(overrides: Iterable<FlagOverride>, before?: OverrideSet): OverrideSet {
    const set = new OverrideSet();
    for (const override of overrides) set.put(override);
    for (const [key, ofFlag] of set.#byKey) {
      const old = before?.ofFlag(key);
      if (old?.hasSame(ofFlag) === true) set.#byKey.set(key, old);
    }
    return set;
  }

  readonly #byKey = new Map<string, FlagOverrides>();
  readonly #expiries = new DueQueue<FlagOverride>();
  #size = 0;
  #bytes = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of all overrides as JSON. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, target: OverrideTarget = {}): FlagOverride | undefined {
    return this.#byKey.get(key)?.get(overrideId(key, target));
  }

  /** The overrides of one flag; the same object as long as the flag has any. */
  ofFlag(key: string): FlagOverrides | undefined {
    return this.#byKey.get(key);
  }

  all(): readonly FlagOverride[] {
    return Array.from(this.#byKey.values(), (ofFlag) => [...ofFlag]).flat();
  }

  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** Adds or replaces the override of one flag and target. */
  put(override: FlagOverride): void {
    const { key, expiresAt } = override;
    this.delete(key, override);
    const ofFlag = this.#byKey.get(key) ?? new FlagOverrides(key);
    this.#byKey.set(key, ofFlag);
    ofFlag.put(override);
    this.#size++;
    this.#bytes += bytesOf(override);
    if (expiresAt !== undefined) this.#expiries.add(override, Date.parse(expiresAt));
  }

  /** Removes the override of one flag and target, if there is one. */
  delete(key: string, target: OverrideTarget): void {
    const ofFlag = this.#byKey.get(key);
    const override = ofFlag?.delete(target);
    if (ofFlag === undefined || override === undefined) return;
    this.#expiries.delete(override);
    this.#size--;
    this.#bytes -= bytesOf(override);
    if (ofFlag.size === 0) this.#byKey.delete(key);
  }

  /** The overrides that are expired at `now`, in milliseconds since 1970. */
  expired(now: number): readonly FlagOverride[] {
    return this.#expiries.due(now);
  }

  /** The override that expires next, and when; `undefined` if none expires. */
  nextExpiry(): DueItem<FlagOverride> | undefined {
    return this.#expiries.first;
  }
}

/** Overrides are frozen, so each is measured once. */
const measured = new WeakMap<FlagOverride, number>();

export function bytesOf(override: FlagOverride): number {
  const known = measured.get(override);
  if (known !== undefined) return known;
  const bytes = Buffer.byteLength(JSON.stringify(override));
  measured.set(override, bytes);
  return bytes;
}
