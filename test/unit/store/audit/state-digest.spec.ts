import { describe, expect, it } from '@jest/globals';
import { NO_DOCUMENTS, StateDigest } from '../../../../lib/store/audit/state-digest.js';
import type { StoredDocument } from '../../../../lib/store/stored-document.js';
import { entryOf } from '../shop-entries.js';

const document = (id: string, value: unknown = { key: id }): StoredDocument => ({ kind: 'override', id, value });
const many = Array.from({ length: 1000 }, (_, i) => document(`flag-${i}`));

describe('The digest of a state', () => {
  it('equals the value that another program computed by the documented algorithm', () => {
    const documents = Array.from({ length: 10_000 }, (_, i) => document(`flag-${i}`));
    expect(StateDigest.of(documents).value).toBe('sha256-2kDO_eQYb6uoKuORsJ3yq-088-EigmKm363lpAjrwnE');
  });

  it('depends only on the documents, not on the changes that led to them', () => {
    const changes = many.flatMap(({ id, value }, i) => [
      { action: 'override_set', key: id, before: null, after: { key: id, round: i } },
      ...(i % 3 === 0 ? [{ action: 'override_cleared', key: id, before: value, after: null }] : []),
      { action: 'override_set', key: id, before: null, after: value },
    ]) as unknown as Parameters<StateDigest['after']>[0];
    const oneByOne = changes.reduce((digest, change) => digest.after([change]), NO_DOCUMENTS);
    expect([oneByOne.value, NO_DOCUMENTS.after(changes).value]).toEqual([
      StateDigest.of(many).value,
      StateDigest.of(many).value,
    ]);
  });

  it('is the same in every order of documents', () => {
    expect(StateDigest.of(many.toReversed()).value).toBe(StateDigest.of(many).value);
  });

  it.each<[string, readonly StoredDocument[]]>([
    ['a document fewer', many.slice(1)],
    ['a document more', [...many, document('x')]],
    ['another value', many.with(7, document('flag-7', { key: 'flag-7', more: 1 }))],
    ['another kind', many.with(7, { ...document('flag-7'), kind: 'schedule' })],
    [
      'two values exchanged',
      many.with(0, document('flag-0', many[1]?.value)).with(1, document('flag-1', many[0]?.value)),
    ],
  ])('differs by %s', (_, documents) => {
    expect(StateDigest.of(documents).value).not.toBe(StateDigest.of(many).value);
  });

  it('distinguishes ids that contain a line break from two ids', () => {
    const [one, other] = [document('a\n"b"', 'c'), document('a', '"b"\nc')];
    expect(StateDigest.of([one]).value).not.toBe(StateDigest.of([other]).value);
  });

  it('after entries is that of the documents that they lead to, and leaves the previous one unchanged', () => {
    const [first, second] = [entryOf(1), entryOf(2)];
    const before = StateDigest.of([]);
    const value = before.value;
    const after = before.after([first, second]);
    const documents = [first, second].map(({ key, after: stored }) => document(key, stored));
    expect(after.value).toBe(StateDigest.of(documents).value);
    expect(before.value).toBe(value);
    const cleared = after.after([first, second].map((entry) => ({ ...entry, before: entry.after, after: null })));
    expect([cleared.value, cleared.isEmpty, after.isEmpty]).toEqual([NO_DOCUMENTS.value, true, false]);
  });

  it('is not changed by an entry about the definition of a provider', () => {
    expect(NO_DOCUMENTS.after([{ ...entryOf(1), provider: 'file' }])).toBe(NO_DOCUMENTS);
  });
});
