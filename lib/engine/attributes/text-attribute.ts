import { longestText } from './longest-text.js';
import { owns } from './own-fields.js';

/**
 * Compares an attribute of a plain object with texts, as most rules do. Inherited values must not match, but checking
 * for them is the expensive part, so it is done only after a value has matched.
 */
export class TextAttribute {
  readonly #name: string;
  readonly #only: string | undefined;
  readonly #texts: ReadonlySet<string>;
  readonly #longest: number;

  constructor(name: string, texts: readonly string[]) {
    this.#name = name;
    this.#only = texts.length === 1 ? texts[0] : undefined;
    this.#texts = new Set(texts);
    this.#longest = longestText(texts);
  }

  /**
   * Whether the attribute equals one of the texts; `undefined` if it is not text and must be compared in another way.
   */
  matches(plain: Readonly<Record<string, unknown>>): boolean | undefined {
    const value = plain[this.#name];
    if (value === undefined) return false;
    if (typeof value !== 'string') return undefined;
    return this.#includes(value) && owns.call(plain, this.#name);
  }

  #includes(text: string): boolean {
    if (this.#only !== undefined) return text === this.#only;
    return text.length <= this.#longest && this.#texts.has(text); // a set hashes text of any length
  }
}
