/** A place in a file. */
export interface SourcePlace {
  /** The absolute path of the file. */
  readonly file: string;
  /** The line, counted from 1; absent if the whole file is meant. */
  readonly line?: number | undefined;
  /** The column in UTF-16 code units, counted from 1. */
  readonly column?: number | undefined;
}

/** Orders places by file, line and column. */
export function comparePlaces(a: SourcePlace, b: SourcePlace): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
