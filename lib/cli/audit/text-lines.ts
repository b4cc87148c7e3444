import { lineText } from '../../store/file/file-lines.js';
import { CliError } from '../cli.error.js';
import { ExitCode } from '../exit-code.js';

const NEWLINE = 0x0a;
/** The maximum length of a line in bytes; the definitions of one change are at most half as long. */
const MAX_LINE = 64 * 1024 * 1024;

/**
 * The lines of a text, without their line feeds. `readline` is not used, because it also splits at U+2028, which an
 * entry may contain.
 */
export async function* textLines(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string, void, void> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      yield lineText(Buffer.concat([...parts, bytes.subarray(from, at)]));
      parts = [];
      length = 0;
      from = at + 1;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
    length += bytes.length - from;
    if (length > MAX_LINE) throw new CliError('A line is too long for an audit entry.', ExitCode.Failure);
  }
  if (parts.length > 0) yield lineText(Buffer.concat(parts));
}
