/** What a text holds, or why it is refused. Plain data: it crosses from one thread to another. */
export type ParsedText = { readonly value: unknown } | TextProblem;

/** Why a text is refused. It never quotes the text, which may hold secrets. */
export interface TextProblem {
  /** Each `{}` stands for one of the `offsets`. */
  readonly problem: string;
  /** Places in the text, in UTF-16 units. */
  readonly offsets: readonly number[];
}

/** The problem as a sentence with lines and columns, both counted from 1; a line ends as editors see it. */
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
