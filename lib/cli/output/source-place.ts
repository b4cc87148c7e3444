/** A place in a file. */
export interface SourcePlace {
  /** The absolute path of the file. */
  readonly file: string;
  /** The line, counted from 1; absent if the whole file is meant. */
  readonly line?: number | undefined;
  /** The column in UTF-16 code units, counted from 1. */
  readonly column?: number | undefined;
}

/** The place of an offset in a text, which is counted in UTF-16 code units. */
export function placeAt(file: string, text: string, offset: number): SourcePlace {
  let line = 1;
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    if (index + end.length > offset) break;
    line++;
    start = index + end.length;
  }
  return { file, line, column: offset - start + 1 };
}

/** Orders places by file, line and column. */
export function comparePlaces(a: SourcePlace, b: SourcePlace): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
