/** The value of a text, or why it is rejected. It is plain data, because it is passed between threads. */
export type ParsedText = { readonly value: unknown } | TextProblem;

/** The problem for which a text is rejected. It never quotes the text, which may contain secrets. */
export interface TextProblem {
  /** The message, with a `{}` for each of the `offsets`. */
  readonly problem: string;
  /** Positions in the text, in UTF-16 code units. */
  readonly offsets: readonly number[];
}

/** Formats a problem with lines and columns, both counted from 1, with the same line endings as in editors. */
export function describeProblem(text: string, { problem, offsets }: TextProblem): string {
  const places = offsets.map((offset) => placeOf(text, offset));
  return problem.replaceAll('{}', () => places.shift() ?? '');
}

function placeOf(text: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    if (index + end.length > offset) break;
    line++;
    start = index + end.length;
  }
  return `line ${line}, column ${offset - start + 1}`;
}
