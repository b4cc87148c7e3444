/** How a variant flag keeps what it has once served. */
export interface Sticky {
  /** Assignments of other versions are drawn anew, and stored with this one: raise it to draw anew for everybody. @default 1 */
  readonly version?: number | undefined;
  /**
   * Excludes units whose stored assignment has a lower version: they are served no variant, and stay excluded as long as
   * the store remembers them. At most `version`. @default nobody is excluded
   */
  readonly minVersion?: number | undefined;
  /** Path of another attribute that identifies the unit, such as `sessionId` for those who have logged in since. */
  readonly fallbackBy?: string | undefined;
}

/** What a unit was served. */
export interface StickyAssignment {
  readonly variant: string;
  /** The `version` of the flag's {@link Sticky} at that time; decides whether it is kept, drawn anew or excluded later. */
  readonly version: number;
}

/**
 * Remembers who was served which variant. Evaluations call it, so it must return from memory, synchronously. If it throws,
 * this is reported once, and variants are drawn without it.
 */
export interface StickyStore {
  /** @param unit the attribute's path and the unit, such as `userId:ada` */
  get(unit: string, flag: string): StickyAssignment | undefined;
  set(unit: string, flag: string, assignment: StickyAssignment): void;
}
