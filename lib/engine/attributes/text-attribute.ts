import { owns } from './own-fields.js';

/**
 * Compares an attribute of a plain object with texts, as most rules do. It reads the value first, and checks only for a
 * match that the value is not inherited, which must match nobody: that check costs the most.
 */
export class TextAttribute {
  readonly #name: string;
  readonly #only: string | undefined;
  readonly #texts: ReadonlySet<string>;

  constructor(name: string, wanted: readonly string[]) {
    this.#name = name;
    this.#only = wanted.length === 1 ? wanted[0] : undefined;
    this.#texts = new Set(wanted);
  }

  /** Whether the attribute is one of the texts; `undefined` for a value that is not text and has to be compared in another way. */
  matches(plain: Readonly<Record<string, unknown>>): boolean | undefined {
    const value = plain[this.#name];
    if (value === undefined) return false;
    if (typeof value !== 'string') return undefined;
    return (this.#only === undefined ? this.#texts.has(value) : value === this.#only) && owns.call(plain, this.#name);
  }
}
