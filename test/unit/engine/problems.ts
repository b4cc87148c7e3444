import { pathText } from '../../../lib/engine/flag.errors.js';
import { tryParseFlag } from '../../../lib/engine/parse/parse-flag.js';

/** The problems of a definition as lines of `path: message`; none when it parses. */
export function problemsOf(key: string, definition: unknown): string[] {
  return (tryParseFlag(key, definition).issues ?? []).map(({ path, message }) => `${pathText(path)}: ${message}`);
}
