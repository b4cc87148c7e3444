import { describe, expect, it } from '@jest/globals';
import { keyText, storedText, textOf } from '../../../lib/postgres/stored-text.js';

const TEXTS = ['', 'ada', '"', 'a\0b', 'lone \ud83d', '🛒', 'sha256-', '\\u0000'];

describe('Text in a table of Postgres', () => {
  it('is read as it was written, and contains neither NUL nor lone surrogates', () => {
    for (const text of TEXTS) {
      const stored = storedText(text);
      expect(textOf(stored)).toBe(text);
      expect(stored).not.toContain('\0');
      expect(stored.isWellFormed()).toBe(true);
    }
  });

  it('is read as it is if somebody else has written it', () => {
    for (const text of ['ada', '7', '{"a":1}', '"unfinished']) expect(textOf(text)).toBe(text);
  });

  it('fits into an index, however long it is', () => {
    const long = ['x'.repeat(5000), '\0'.repeat(1024), '€'.repeat(1024), 'x'.repeat(5001)];
    for (const text of long) expect(Buffer.byteLength(keyText(text))).toBeLessThan(2000);
    expect(new Set(long.map(keyText)).size).toBe(long.length);
    for (const text of TEXTS) expect(keyText(text)).toBe(storedText(text));
  });
});
