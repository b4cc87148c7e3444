import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs/promises';
import { openPrivate } from './private-file.js';

const NEWLINE = 0x0a;

/** A whole line of a file, with its place in bytes. */
export interface FileLine {
  /** The text of the line, without the newline. Begins with U+FFFD when the bytes are not UTF-8, so that it is not taken for what was written. */
  readonly text: string;
  readonly start: number;
  /** Behind the newline. */
  readonly end: number;
}

/**
 * The whole lines of a part of a file, one after another; what follows the last newline is none. Not by `readline`,
 * which cannot tell where in the file a line stands.
 *
 * @param start the first byte
 * @param end the byte behind the last
 */
export async function* fileLines(path: string, start: number, end: number): AsyncGenerator<FileLine, void, void> {
  if (end <= start) return;
  const file = await openPrivate(path, constants.O_RDONLY); // closed with its stream
  let lineStart = start;
  let parts: Buffer[] = [];
  for await (const chunk of file.createReadStream({ start, end: end - 1 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const bytes = Buffer.concat([...parts, chunk.subarray(from, at)]);
      const lineEnd = lineStart + bytes.length + 1;
      yield { text: lineText(bytes), start: lineStart, end: lineEnd };
      lineStart = lineEnd;
      parts = [];
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
}

/** The text of a line, of which no other bytes have the same; see {@link FileLine.text}. */
export function lineText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `\uFFFD${bytes.toString('utf8')}`;
}
