import { owns } from './own-fields.js';

/**
 * Compares an attribute of a plain object with texts, which is what most rules do. It reads the value first, and makes sure
 * that it is the object's own only where it is wanted: an inherited one must match nobody, and costs most to tell apart.
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

  /** Whether the attribute is one of the texts; `undefined` for a value that is no text, which takes a closer look. */
  isWanted(plain: Readonly<Record<string, unknown>>): boolean | undefined {
    const value = plain[this.#name];
    if (value === undefined) return false;
    if (typeof value !== 'string') return undefined;
    return (this.#only === undefined ? this.#texts.has(value) : value === this.#only) && owns.call(plain, this.#name);
  }
}
