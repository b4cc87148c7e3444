/** Makes a variant flag keep serving a unit the variant that it was first served. */
export interface Sticky {
  /**
   * Assignments of other versions are drawn again, and stored with this version: raise it to draw again for all users.
   * @default 1
   */
  readonly version?: number | undefined;
  /**
   * Excludes units whose stored assignment has a lower version: they are served no variant, and stay excluded as long
   * as the store holds their assignment. At most `version`. @default no unit is excluded
   */
  readonly minVersion?: number | undefined;
  /**
   * Path of another attribute that identifies the unit, such as `sessionId` for users who were anonymous before they
   * logged in.
   */
  readonly fallbackBy?: string | undefined;
}

/** The variant that a unit was served. */
export interface StickyAssignment {
  /** The name of the variant. */
  readonly variant: string;
  /**
   * The `version` of the flag's {@link Sticky} at that time. It decides later whether the variant is kept, drawn again
   * or excluded.
   */
  readonly version: number;
}

/**
 * Remembers which variant each unit was served. Evaluations call it, so it must answer synchronously, from memory. If
 * it throws, the failure is reported once, and variants are drawn without it.
 */
export interface StickyStore {
  /**
   * Returns the assignment of a unit for a flag; `undefined` if none is stored.
   *
   * @param unit the attribute's path and the unit, such as `userId:ada`
   * @param flag the flag's key
   */
  get(unit: string, flag: string): StickyAssignment | undefined;
  /** Stores the assignment of a unit for a flag, replacing an earlier one; the parameters are those of {@link get}. */
  set(unit: string, flag: string, assignment: StickyAssignment): void;
}
