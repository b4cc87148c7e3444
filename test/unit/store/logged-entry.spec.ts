import { describe, expect, it } from '@jest/globals';
import { loggedLines, parseLoggedLine } from '../../../lib/store/logged-entry.js';
import { entries, entryOf } from './shop-entries.js';

describe('The lines of an append', () => {
  it('tell of how many more have to follow, and of their entries', () => {
    const lines = loggedLines(entries(1, 3));
    expect(lines.map((line) => parseLoggedLine(line))).toEqual([
      { entry: entryOf(1), more: 2 },
      { entry: entryOf(2), more: 1 },
      { entry: entryOf(3), more: 0 },
    ]);
  });

  it('give entries that nobody can alter', () => {
    const found = loggedLines(entries(1, 2)).map((line) => parseLoggedLine(line)?.entry);
    expect(found.map((entry) => [Object.isFrozen(entry), Object.isFrozen(entry?.after)])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('of one entry are the entry as it is', () => {
    expect(loggedLines(entries(1, 1))).toEqual([`${JSON.stringify(entryOf(1))}\n`]);
  });

  it.each([0, -1, 'two', null, {}])('do not tell of %j more', (more) => {
    expect(parseLoggedLine(JSON.stringify({ ...entryOf(1), more }))).toBeUndefined();
  });
});
