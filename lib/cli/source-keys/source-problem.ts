import { messageOf } from '../../internal/message-of.js';

/** The reason for which a source file, or a part of it, cannot be searched. */
export interface SourceProblem {
  readonly message: string;
  /** The line, counted from 1; absent if the whole file is meant. */
  readonly line?: number | undefined;
  /** The column, counted from 1. */
  readonly column?: number | undefined;
}

/** The problem that an error of the parser reports; its message ends with a line and a column that is counted from 0. */
export function syntaxProblem(error: unknown): SourceProblem {
  const text = messageOf(error);
  const place = /\.? \((\d+):(\d+)\)$/.exec(text);
  if (place === null) return { message: text };
  return { message: `${text.slice(0, place.index)}.`, line: Number(place[1]), column: Number(place[2]) + 1 };
}
