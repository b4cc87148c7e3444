import { constants } from 'node:fs/promises';
import { lineText, type FileLine } from './file-lines.js';
import { openPrivate } from './private-file.js';

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;

/**
 * Reads the complete lines of a part of a file, last line first. Text after the last newline is ignored.
 *
 * @param start the offset of the first byte, at which a line begins
 * @param end the offset after the last byte
 */
export async function* fileLinesBackwards(
  path: string,
  start: number,
  end: number,
): AsyncGenerator<FileLine, void, void> {
  if (end <= start) return;
  const file = await openPrivate(path, constants.O_RDONLY);
  try {
    let lineEnd: number | undefined; // after the newline of the line whose beginning is not yet known
    let parts: Buffer[] = []; // of that line, the last one first
    for (let chunkEnd = end; chunkEnd > start;) {
      const chunkStart = Math.max(start, chunkEnd - CHUNK);
      const chunk = Buffer.allocUnsafe(chunkEnd - chunkStart);
      const { bytesRead } = await file.read(chunk, 0, chunk.length, chunkStart);
      if (bytesRead < chunk.length) return; // the file has become shorter
      let to = chunk.length;
      for (let at = chunk.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1)) {
        if (lineEnd !== undefined) {
          parts.push(chunk.subarray(at + 1, to));
          yield { text: textOf(parts), start: chunkStart + at + 1, end: lineEnd };
          parts = [];
        }
        lineEnd = chunkStart + at + 1;
        to = at;
      }
      if (lineEnd !== undefined) parts.push(chunk.subarray(0, to));
      chunkEnd = chunkStart;
    }
    if (lineEnd !== undefined) yield { text: textOf(parts), start, end: lineEnd };
  } finally {
    await file.close();
  }
}

function textOf(parts: readonly Buffer[]): string {
  return lineText(Buffer.concat(parts.toReversed()));
}
