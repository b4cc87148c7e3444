import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;

/**
 * Decodes the text of a file, without a byte order mark. Invalid UTF-8 is rejected, because replacement characters
 * could make two keys equal.
 *
 * @throws {Error} with the number of the first line that is not valid UTF-8
 */
export function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error(`is not valid UTF-8 (line ${firstInvalidLine(bytes)}): save it in that encoding`);
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
