import type { FlagOverride, OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';

const NONE: readonly FlagOverride[] = Object.freeze([]);

/** All overrides at one instant, at most one for each flag and target. Immutable. */
export class OverrideSet {
  static readonly EMPTY = new OverrideSet(new Map());

  /** @param before lists of flags of which nothing has changed are taken over from it */
  static of(overrides: readonly FlagOverride[], before: OverrideSet = OverrideSet.EMPTY): OverrideSet {
    const byKey = new Map<string, Map<string, FlagOverride>>();
    for (const override of overrides) {
      const { key } = override;
      const id = overrideId(key, override);
      const ofFlag = byKey.get(key) ?? new Map<string, FlagOverride>();
      ofFlag.delete(id); // so that it comes last, as in `with`
      byKey.set(key, ofFlag.set(id, override));
    }
    const listOf = (key: string, ofFlag: ReadonlyMap<string, FlagOverride>) => {
      const [list, old] = [[...ofFlag.values()], before.ofFlag(key)];
      return list.length === old.length && list.every((override, i) => override === old[i]) ? old : list;
    };
    return new OverrideSet(new Map(Array.from(byKey, ([key, ofFlag]) => [key, listOf(key, ofFlag)])));
  }

  readonly #byKey: ReadonlyMap<string, readonly FlagOverride[]>;

  private constructor(byKey: ReadonlyMap<string, readonly FlagOverride[]>) {
    this.#byKey = byKey;
  }

  get(key: string, { unit, unitBy }: OverrideTarget = {}): FlagOverride | undefined {
    return this.#byKey.get(key)?.find((override) => override.unit === unit && override.unitBy === unitBy);
  }

  /** The overrides of one flag; the same list as long as none of them changes. */
  ofFlag(key: string): readonly FlagOverride[] {
    return this.#byKey.get(key) ?? NONE;
  }

  all(): readonly FlagOverride[] {
    return [...this.#byKey.values()].flat();
  }

  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** Those whose time is up at `now`, in milliseconds since 1970. */
  expired(now: number): readonly FlagOverride[] {
    return this.all().filter((override) => endOf(override) <= now);
  }

  /** When the next one expires, in milliseconds since 1970; `undefined` when none does. */
  nextExpiry(): number | undefined {
    const next = this.nextExpiring();
    return next && endOf(next);
  }

  /** The one that expires next; `undefined` when none does. */
  nextExpiring(): FlagOverride | undefined {
    let next: FlagOverride | undefined;
    for (const override of this.all()) {
      if (endOf(override) < (next === undefined ? Infinity : endOf(next))) next = override;
    }
    return next;
  }
}

/** In milliseconds since 1970. */
function endOf({ expiresAt }: FlagOverride): number {
  return expiresAt === undefined ? Infinity : Date.parse(expiresAt);
}
