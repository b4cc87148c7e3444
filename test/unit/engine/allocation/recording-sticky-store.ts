import type { StickyAssignment, StickyStore } from '../../../../lib/engine/allocation/sticky.js';

/** Remembers for one flag, and tells what was asked and written. */
export class RecordingStickyStore implements StickyStore {
  readonly asked: string[] = [];
  readonly written: string[] = [];
  readonly #kept: Map<string, unknown>;

  /** @param kept by unit, such as `userId:ada` */
  constructor(kept: Readonly<Record<string, unknown>> = {}) {
    this.#kept = new Map(Object.entries(kept));
  }

  get(unit: string, flag: string): StickyAssignment | undefined {
    this.asked.push(`${flag} ${unit}`);
    return this.#kept.get(unit) as StickyAssignment | undefined;
  }

  set(unit: string, flag: string, assignment: StickyAssignment): void {
    this.written.push(`${flag} ${unit} ${assignment.variant} v${assignment.version}`);
    this.#kept.set(unit, assignment);
  }
}
