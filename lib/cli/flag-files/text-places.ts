import type { SourcePlace } from '../output/source-place.js';

/** The places of offsets in a text, which are counted in UTF-16 code units. */
export class TextPlaces {
  readonly #file: string;
  readonly #text: string;
  /** The offset at which each line begins; found once, because a file may have as many findings as lines. */
  #starts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  at(offset: number): SourcePlace {
    this.#starts ??= [0, ...Array.from(this.#text.matchAll(/\r\n|\n|\r/g), ({ index, 0: end }) => index + end.length)];
    let [first, last] = [0, this.#starts.length - 1];
    while (first < last) {
      const middle = Math.ceil((first + last) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) first = middle;
      else last = middle - 1;
    }
    return { file: this.#file, line: first + 1, column: offset - (this.#starts[first] ?? 0) + 1 };
  }
}
