import { describe, expect, it } from '@jest/globals';
import { listLines } from '../../../lib/internal/list-lines.js';
import { safeLogger } from '../../../lib/manager/safe-logger.js';

describe('listLines', () => {
  it('puts each item on a line of its own', () => {
    expect(`These are wrong:${listLines(['one', 'two'])}`).toBe('These are wrong:\n  - one\n  - two');
    expect(listLines([])).toBe('');
  });

  it('keeps its lines when it is logged, while an item cannot begin a line', () => {
    const lines: string[] = [];
    const add = (line: string) => lines.push(line);
    safeLogger({ log: add, warn: add, error: add }).error(`Wrong:${listLines(['one\ntwo'])}`);
    expect(lines).toEqual(['Wrong:\n  - one\\u000atwo']);
  });
});
