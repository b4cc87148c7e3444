import type { StickyAssignment } from '../engine/allocation/sticky.js';
import type { StickyDocument } from '../store/flag-store.js';
import { pairs } from './scripts/read.script.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';
import { readStickyScript, writeStickyScript } from './scripts/sticky.script.js';

const UNITS_AT_ONCE = 100; // a script blocks the server

/** The sticky assignments of units. */
export class RedisSticky {
  readonly #commands: RedisCommands;
  readonly #keys: RedisKeys;
  readonly #ttl: number;

  /** @param ttl how long the variants of a unit are kept after its last read or write, in milliseconds */
  constructor(commands: RedisCommands, keys: RedisKeys, ttl: number) {
    this.#commands = commands;
    this.#keys = keys;
    this.#ttl = ttl;
  }

  /** One round trip for each hundred units. */
  async read(units: readonly string[]): Promise<readonly StickyDocument[]> {
    const calls: Promise<readonly StickyDocument[]>[] = [];
    for (let i = 0; i < units.length; i += UNITS_AT_ONCE) calls.push(this.#read(units.slice(i, i + UNITS_AT_ONCE)));
    return (await Promise.all(calls)).flat();
  }

  async write(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    if (documents.length === 0) return [];
    const kept = await this.#commands.run(
      writeStickyScript.call({
        units: documents.map(({ unit }) => this.#keys.sticky(unit)),
        ttl: this.#ttl,
        assignments: documents.map(({ flag, assignment: { version, variant }, replaces }) => {
          const replaced = replaces === undefined ? '' : `${replaces.version}:${replaces.variant}`;
          return { flag, version, variant, replaced };
        }),
      }),
    );
    const texts: readonly unknown[] = Array.isArray(kept) ? kept : [];
    return documents.map(({ unit, flag, assignment }, i) => ({
      unit,
      flag,
      assignment: parseAssignment(String(texts[i])) ?? assignment,
    }));
  }

  async #read(units: readonly string[]): Promise<readonly StickyDocument[]> {
    const keys = units.map((unit) => this.#keys.sticky(unit));
    const found = await this.#commands.run(readStickyScript.call({ units: keys, ttl: this.#ttl }));
    const hashes: readonly unknown[] = Array.isArray(found) ? found : [];
    return units.flatMap((unit, i) =>
      pairs(hashes[i]).flatMap(([flag, text]) => {
        const assignment = parseAssignment(text);
        return assignment === undefined ? [] : [{ unit, flag, assignment }];
      }),
    );
  }
}

/** Parses `VERSION:VARIANT`; other text is ignored, and replaced by the next write. */
function parseAssignment(text: string): StickyAssignment | undefined {
  const [, version, variant] = /^(\d{1,16}):(.*)$/s.exec(text) ?? [];
  return variant === undefined ? undefined : { version: Number(version), variant };
}
