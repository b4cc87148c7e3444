import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs/promises';
import { openPrivate } from './private-file.js';

const NEWLINE = 0x0a;

/** A complete line of a file, with its offsets in bytes. */
export interface FileLine {
  /**
   * The text of the line, without the newline. It begins with U+FFFD if the bytes are not valid UTF-8, so that it
   * cannot be mistaken for a line that was written.
   */
  readonly text: string;
  readonly start: number;
  /** The offset after the newline. */
  readonly end: number;
}

/**
 * Reads the complete lines of a part of a file, in order. Text after the last newline is ignored. `readline` is not
 * used, because it does not report the offsets of lines.
 *
 * @param start the offset of the first byte
 * @param end the offset after the last byte
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

/** Decodes a line, and marks it if the bytes are not valid UTF-8; see {@link FileLine.text}. */
export function lineText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `\uFFFD${bytes.toString('utf8')}`;
}
