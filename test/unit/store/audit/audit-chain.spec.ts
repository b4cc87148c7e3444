import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { chainedEntries, faultOfEntry, NO_HASH, type UnchainedEntry } from '../../../../lib/store/audit/audit-chain.js';
import { AuditKeys } from '../../../../lib/store/audit/audit-keys.js';
import { canonicalJson } from '../../../../lib/store/audit/canonical-json.js';
import { NO_DOCUMENTS } from '../../../../lib/store/audit/state-digest.js';

interface Golden {
  readonly secret: string;
  readonly entries: readonly UnchainedEntry[];
  readonly stateHash: string;
  readonly plain: readonly string[];
  readonly signed: readonly string[];
  readonly canonical: string;
}

const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/golden-audit-entries.json', import.meta.url), 'utf8'),
) as Golden;
const signing = new AuditKeys({ secrets: golden.secret });
const START = { hash: NO_HASH, digest: NO_DOCUMENTS };

describe('The hash of an audit entry', () => {
  it.each([
    ['without a secret', AuditKeys.NONE, golden.plain],
    ['with a secret', signing, golden.signed],
  ])('equals the one that another program computes from the documentation, %s', (_, keys, hashes) => {
    const chained = chainedEntries(golden.entries, START, keys);
    expect(chained.map(({ hash }) => hash)).toEqual(hashes);
    expect(chained.map(({ previousHash }) => previousHash)).toEqual(['', hashes[0]]);
    expect(chained.map(({ stateHash }) => stateHash)).toEqual([undefined, golden.stateHash]);
  });

  it('is made of canonical JSON that does not change', () => {
    expect(canonicalJson({ ...golden.entries[0], previousHash: '' })).toBe(golden.canonical);
  });

  it('does not depend on the order of members, but on every one of them', () => {
    const [entry] = chainedEntries(golden.entries, START, AuditKeys.NONE);
    if (entry === undefined) throw new Error('There is no entry.');
    const reversed = Object.fromEntries(Object.entries(entry).toReversed()) as unknown as typeof entry;
    expect(faultOfEntry(reversed, AuditKeys.NONE)).toBeUndefined();
    const members = Object.keys(entry);
    const faults = members.map((name) => faultOfEntry({ ...entry, [name]: 'x' }, AuditKeys.NONE));
    expect(faults).toEqual(members.map(() => 'edited'));
    expect(faultOfEntry({ ...entry, [`more`]: 1 } as typeof entry, AuditKeys.NONE)).toBe('edited');
  });

  it('is not accepted with another secret, nor without one if entries are signed', () => {
    const [entry] = chainedEntries(golden.entries, START, signing);
    const [plain] = chainedEntries(golden.entries, START, AuditKeys.NONE);
    if (entry === undefined || plain === undefined) throw new Error('There is no entry.');
    const other = new AuditKeys({ secrets: golden.secret.toUpperCase() });
    expect([faultOfEntry(entry, other), faultOfEntry(entry, AuditKeys.NONE)]).toEqual([
      'bad_signature',
      'bad_signature',
    ]);
    expect(faultOfEntry(plain, signing)).toBe('unsigned');
    expect(faultOfEntry(plain, new AuditKeys({ secrets: golden.secret, signedFrom: 2 }))).toBeUndefined();
  });
});
