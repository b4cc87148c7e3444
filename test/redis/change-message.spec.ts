import { describe, expect, it } from '@jest/globals';
import { announcementIn, changeMessage } from '../../lib/redis/change-message.js';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';

const LAST = { version: 7, id: 'a' };

function messageOf(entries: ReturnType<typeof entriesAfter>, last = LAST): string {
  const texts = entries.map((entry) => JSON.stringify(entry));
  return changeMessage(entries, texts, last);
}

function withEntries(text: string): string {
  return `{"after":"7 a","entries":${text}}`;
}

describe('A message of changes', () => {
  it('holds the entries, which are frozen where they arrive, and what they were added behind', () => {
    const entries = entriesAfter(LAST, overridesSet(3));
    const announced = announcementIn(messageOf(entries));
    expect(announced).toEqual({ after: LAST, entries });
    expect(Object.isFrozen(announced?.entries[0]?.after)).toBe(true);
  });

  it('sends those who hear of the first entries of a store to its log, for another store may begin alike', () => {
    expect(announcementIn(messageOf(entriesAfter(START, overridesSet(3)), START))).toBeUndefined();
  });

  it('over 16 KiB names versions and at most 100 keys, and has no entries', () => {
    const entries = entriesAfter(LAST, [...overridesSet(150), overrideSet('promotion_0')]);
    const message = messageOf(entries);
    const keys = overridesSet(100).map(({ key }) => key);
    expect(JSON.parse(message)).toEqual({ after: '7 a', last: 158, keys });
    expect(announcementIn(message)).toBeUndefined();
  });

  it('is measured in bytes', () => {
    const wide = entriesAfter(LAST, [overrideSet('theme', { value: 'ü'.repeat(8192) })]);
    const narrow = entriesAfter(LAST, [overrideSet('theme', { value: 'u'.repeat(8192) })]);
    expect(announcementIn(messageOf(wide))).toBeUndefined();
    expect(announcementIn(messageOf(narrow))?.entries).toEqual(narrow);
  });

  const others = ['', '{', '[]', '{}', 'null', '7', '[null]', '{"after":"7 a"}'];
  for (const message of [...others, ...['null', '[]', '[null]', '[{"version":1}]', '["entry"]'].map(withEntries)]) {
    it(`has no entries when it is ${JSON.stringify(message)}`, () => {
      expect(announcementIn(message)).toBeUndefined();
    });
  }

  it('has no entries when only some of them are', () => {
    const [entry] = entriesAfter(LAST, overridesSet(1));
    expect(announcementIn(withEntries(JSON.stringify([entry])))).toEqual({ after: LAST, entries: [entry] });
    expect(announcementIn(withEntries(JSON.stringify([entry, {}])))).toBeUndefined();
  });

  it.each([undefined, null, 7, '', 'a', '7', '0 '])('has no entries when they were added behind %j', (after) => {
    const message = { after, entries: entriesAfter(LAST, overridesSet(1)) };
    expect(announcementIn(JSON.stringify(message))).toBeUndefined();
  });
});
