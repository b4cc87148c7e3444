import { stickySourceOf, stickyUnitsReader } from '../../engine/allocation/sticky-units.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { Flag } from '../../engine/flag.js';
import type { DefinitionChange } from '../definitions/definition-change.js';

/** Flags that store variants for the same units. */
interface FlagsWithSameUnits {
  readonly one: Flag;
  readonly keys: Set<string>;
}

/** Determines the units for which flags store variants. Most flags use the same units, so few must be read. */
export class StickyUnits {
  readonly #groups = new Map<string, FlagsWithSameUnits>();
  #reader: ((context: FlagContext) => readonly string[]) | undefined;

  /** Reads the units of a context that may have sticky variants; `undefined` if no flag is sticky. */
  get reader(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#reader;
  }

  /** Applies changes of definitions. */
  take(changes: readonly DefinitionChange[]): void {
    let isOther = false;
    for (const { key, before, after } of changes) {
      const [old, now] = [before, after].map((each) => (each !== undefined && 'type' in each ? each : undefined));
      const [oldSource, source] = [old && stickySourceOf(old), now && stickySourceOf(now)];
      if (oldSource === source) continue;
      if (oldSource !== undefined && this.#remove(oldSource, key)) isOther = true;
      if (now !== undefined && source !== undefined && this.#add(source, now)) isOther = true;
    }
    if (isOther) this.#reader = stickyUnitsReader(Array.from(this.#groups.values(), ({ one }) => one));
  }

  /** @returns whether the flag is the first one with these units */
  #add(source: string, flag: Flag): boolean {
    const alike = this.#groups.get(source);
    alike?.keys.add(flag.key);
    if (alike === undefined) this.#groups.set(source, { one: flag, keys: new Set([flag.key]) });
    return alike === undefined;
  }

  /** @returns whether the flag was the last one with these units */
  #remove(source: string, key: string): boolean {
    const alike = this.#groups.get(source);
    alike?.keys.delete(key);
    return alike?.keys.size === 0 && this.#groups.delete(source);
  }
}
