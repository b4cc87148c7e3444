import { stickySourceOf, stickyUnitsReader } from '../../engine/allocation/sticky-units.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { Flag } from '../../engine/flag.js';
import type { DefinitionChange } from '../definitions/definition-change.js';

/** Flags that keep variants for the same units. */
interface AlikeFlags {
  readonly one: Flag;
  readonly keys: Set<string>;
}

/** The units whose variants flags keep. Most flags keep them for the same units, so few have to be read. */
export class StickyUnits {
  readonly #alike = new Map<string, AlikeFlags>();
  #reader: ((context: FlagContext) => readonly string[]) | undefined;

  /** Reads the units of a context that may keep sticky variants; `undefined` when no flag is sticky. */
  get reader(): ((context: FlagContext) => readonly string[]) | undefined {
    return this.#reader;
  }

  /** Takes over changes of definitions. */
  take(changes: readonly DefinitionChange[]): void {
    let isOther = false;
    for (const { key, before, after } of changes) {
      const [old, now] = [before, after].map((each) => (each !== undefined && 'type' in each ? each : undefined));
      const [oldSource, source] = [old && stickySourceOf(old), now && stickySourceOf(now)];
      if (oldSource === source) continue;
      if (oldSource !== undefined && this.#remove(oldSource, key)) isOther = true;
      if (now !== undefined && source !== undefined && this.#add(source, now)) isOther = true;
    }
    if (isOther) this.#reader = stickyUnitsReader(Array.from(this.#alike.values(), ({ one }) => one));
  }

  /** @returns whether it is the first of its kind */
  #add(source: string, flag: Flag): boolean {
    const alike = this.#alike.get(source);
    alike?.keys.add(flag.key);
    if (alike === undefined) this.#alike.set(source, { one: flag, keys: new Set([flag.key]) });
    return alike === undefined;
  }

  /** @returns whether it was the last of its kind */
  #remove(source: string, key: string): boolean {
    const alike = this.#alike.get(source);
    alike?.keys.delete(key);
    return alike?.keys.size === 0 && this.#alike.delete(source);
  }
}
