import { createHash } from 'node:crypto';

/** The longest text in an index, in characters: an entry of an index holds 2,704 bytes, and a character up to 3. */
const LONGEST_KEY = 500;

/** Text as a column contains it: JSON, because Postgres accepts no NUL in text, and UTF-8 has no lone surrogates. */
export function storedText(text: string): string {
  return JSON.stringify(text);
}

/** The text that a column contains; of a value that somebody else has written, the value itself. */
export function textOf(stored: unknown): string {
  const written = String(stored);
  try {
    const text: unknown = JSON.parse(written);
    return typeof text === 'string' ? text : written;
  } catch {
    return written;
  }
}

/** Text as an index contains it: like {@link storedText}, and if that is long, its hash. */
export function keyText(text: string): string {
  const stored = storedText(text);
  return stored.length <= LONGEST_KEY ? stored : `sha256-${createHash('sha256').update(stored).digest('hex')}`;
}
