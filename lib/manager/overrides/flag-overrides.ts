import type { FlagOverride, OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';

/** The overrides of one flag, in the order in which they were set. */
export class FlagOverrides implements Iterable<FlagOverride> {
  readonly #key: string;
  readonly #byId = new Map<string, FlagOverride>();
  readonly #attributes = new Map<string, number>();
  #generation = 0;

  constructor(key: string) {
    this.#key = key;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** A number that is incremented with each change. */
  get generation(): number {
    return this.#generation;
  }

  /** The attributes in `unitBy`, by path, with the number of overrides that use each. */
  get attributes(): ReadonlyMap<string, number> {
    return this.#attributes;
  }

  get(id: string): FlagOverride | undefined {
    return this.#byId.get(id);
  }

  [Symbol.iterator](): Iterator<FlagOverride> {
    return this.#byId.values();
  }

  put(override: FlagOverride): void {
    this.delete(override); // so that it is last in the order
    this.#byId.set(overrideId(this.#key, override), override);
    this.#count(override.unitBy, 1);
    this.#generation++;
  }

  /** Removes and returns the override of a target. */
  delete(target: OverrideTarget): FlagOverride | undefined {
    const id = overrideId(this.#key, target);
    const override = this.#byId.get(id);
    if (override === undefined) return undefined;
    this.#byId.delete(id);
    this.#count(override.unitBy, -1);
    this.#generation++;
    return override;
  }

  /** Whether both contain the same objects in the same order. */
  hasSame(other: FlagOverrides): boolean {
    if (this.size !== other.size) return false;
    const others = other[Symbol.iterator]();
    for (const override of this) if (override !== others.next().value) return false;
    return true;
  }

  #count(attribute: string | undefined, by: number): void {
    if (attribute === undefined) return;
    const count = (this.#attributes.get(attribute) ?? 0) + by;
    if (count === 0) this.#attributes.delete(attribute);
    else this.#attributes.set(attribute, count);
  }
}
