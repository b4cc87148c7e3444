import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { StoredDocuments } from '../../../lib/store/stored-documents.js';
import { entries, entryOf, override } from './shop-entries.js';

function applied(documents: StoredDocuments, ...added: readonly AuditEntry[]): readonly string[] {
  for (const entry of added) documents.apply(entry);
  return documents.all().map(({ kind, id }) => `${kind} ${id}`);
}

describe('The documents of a store', () => {
  it('come in the order in which they were last written', () => {
    const documents = new StoredDocuments();
    applied(documents, ...entries(1, 3));
    expect(applied(documents, entryOf(1))).toEqual([
      'override promotion_2',
      'override promotion_3',
      'override promotion_1',
    ]);
  });

  it('no longer contain what is removed', () => {
    const documents = new StoredDocuments();
    applied(documents, ...entries(1, 2));
    const removal = {
      action: 'override_cleared',
      key: 'promotion_1',
      before: override('promotion_1'),
      after: null,
    } as const;
    expect(applied(documents, entryOf(3, removal))).toEqual(['override promotion_2']);
    expect(applied(documents, entryOf(4, removal))).toEqual(['override promotion_2']);
  });

  it('continue from the previous ones', () => {
    const before = new StoredDocuments();
    applied(before, ...entries(1, 2));
    const after = new StoredDocuments(before.all());
    expect(applied(after, entryOf(3))).toHaveLength(3);
    expect(before.all()).toHaveLength(2);
  });

  it('cannot be altered by a caller', () => {
    const documents = new StoredDocuments();
    applied(documents, entryOf(1));
    documents.all().pop();
    expect(documents.all()).toHaveLength(1);
    expect(Object.isFrozen(documents.all()[0])).toBe(true);
  });
});
