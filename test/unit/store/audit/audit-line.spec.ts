import { describe, expect, it } from '@jest/globals';
import { auditLine, parseAuditLine } from '../../../../lib/store/audit/audit-line.js';
import { entryOf } from '../shop-entries.js';

describe('The line of an entry', () => {
  it('is one line, whatever the entry contains, and parses to the entry, frozen', () => {
    const entry = entryOf(1, { reason: 'two\nlines\r\u2028and a half' });
    const line = auditLine(entry);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const parsed = parseAuditLine(line);
    expect(parsed).toEqual(entry);
    expect([Object.isFrozen(parsed), Object.isFrozen(parsed?.after)]).toEqual([true, true]);
  });

  it.each(['', 'garbage', '{', '[]', 'null', '7', '{}', '{"version":"4","id":"x"}'])('is not %j', (line) => {
    expect(parseAuditLine(line)).toBeUndefined();
  });

  it.each(['id', 'version', 'time', 'actor', 'action', 'key', 'before', 'after', 'origin', 'previousHash', 'hash'])(
    'has a member %j',
    (name) => {
      const { [name]: _, ...rest } = { ...entryOf(1) } as Record<string, unknown>;
      expect(parseAuditLine(JSON.stringify(rest))).toBeUndefined();
    },
  );
});
