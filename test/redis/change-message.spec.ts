import { describe, expect, it } from '@jest/globals';
import { announcedEntries, changeMessage } from '../../lib/redis/change-message.js';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';

function messageOf(entries: ReturnType<typeof entriesAfter>): string {
  return changeMessage(
    entries,
    entries.map((entry) => JSON.stringify(entry)),
  );
}

describe('A message of changes', () => {
  it('holds the entries, which are frozen where they arrive', () => {
    const entries = entriesAfter(START, overridesSet(3));
    const announced = announcedEntries(messageOf(entries));
    expect(announced).toEqual(entries);
    expect(Object.isFrozen(announced?.[0]?.after)).toBe(true);
  });

  it('over 16 KiB names versions and at most 100 keys, and has no entries', () => {
    const entries = entriesAfter({ version: 7, id: 'a' }, [...overridesSet(150), overrideSet('promotion_0')]);
    const message = messageOf(entries);
    const keys = overridesSet(100).map(({ key }) => key);
    expect(JSON.parse(message)).toEqual({ first: 8, last: 158, keys });
    expect(announcedEntries(message)).toBeUndefined();
  });

  it('is measured in bytes', () => {
    const wide = entriesAfter(START, [overrideSet('theme', { value: 'ü'.repeat(8192) })]);
    const narrow = entriesAfter(START, [overrideSet('theme', { value: 'u'.repeat(8192) })]);
    expect(announcedEntries(messageOf(wide))).toBeUndefined();
    expect(announcedEntries(messageOf(narrow))).toEqual(narrow);
  });

  for (const message of ['', '{', '[]', '{}', 'null', '7', '[null]', '[{"version":1}]', '["entry"]']) {
    it(`has no entries when it is ${JSON.stringify(message)}`, () => {
      expect(announcedEntries(message)).toBeUndefined();
    });
  }

  it('has no entries when only some of them are', () => {
    const [entry] = entriesAfter(START, overridesSet(1));
    expect(announcedEntries(JSON.stringify([entry, {}]))).toBeUndefined();
  });
});
