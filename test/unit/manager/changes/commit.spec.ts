import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../../../lib/manager/changes/change.js';
import { Commit, type CommitBase } from '../../../../lib/manager/changes/commit.js';
import type { UnchainedEntry } from '../../../../lib/store/audit/audit-chain.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { record } from './writers.js';

const time = '2026-01-01T00:00:00.000Z';
const base = (version = 0, gaps = 1): CommitBase => ({ known: { history: 'first', version }, gaps });
const inLog = (entry: UnchainedEntry | undefined) => ({ ...entry, previousHash: '', hash: 'sha256-' }) as AuditEntry;

function changeOf(...keys: string[]) {
  const applied: string[] = [];
  const change: Change = { records: keys.map(record), apply: () => applied.push(keys.join(' ')) };
  return { change, applied };
}

describe('The entries of a commit', () => {
  it('continue the known history of the store', () => {
    const entries = new Commit().send(changeOf('sale', 'theme').change, base(7), time);
    expect(entries).toMatchObject([
      { key: 'sale', version: 8, time, history: 'first' },
      { key: 'theme', version: 9, time, history: 'first' },
    ]);
  });

  it('have the same ids at each attempt, whatever the outcome of the earlier ones', () => {
    const commit = new Commit();
    const first = commit.send(changeOf('sale').change, base(), time);
    const second = commit.send(changeOf('sale', 'theme').change, base(3), time);
    expect(second[0]?.id).toBe(first[0]?.id);
    expect(second[1]?.id).not.toBe(first[0]?.id);
  });

  it('begin a new history in an empty store, the same at each attempt', () => {
    const [one, two] = [new Commit(), new Commit()];
    const histories = [one, one, two].map((commit) => commit.send(changeOf('sale').change, base(), time)[0]?.history);
    expect(histories[0]).toMatch(/^[\da-f-]{36}$/);
    expect(histories[1]).toBe(histories[0]);
    expect(histories[2]).not.toBe(histories[0]);
  });
});

describe('The outcome of a commit', () => {
  it('is unknown from when it is sent until the store answers', () => {
    const commit = new Commit();
    expect([commit.wasSent, commit.isInDoubt]).toEqual([false, false]);
    commit.send(changeOf('sale').change, base(), time);
    expect([commit.wasSent, commit.isInDoubt]).toEqual([true, true]);
    commit.markNotStored();
    expect([commit.wasSent, commit.isInDoubt]).toEqual([true, false]);
  });

  it('stays unknown when only a later attempt is answered', () => {
    const commit = new Commit();
    commit.send(changeOf('sale').change, base(), time);
    commit.send(changeOf('sale').change, base(), time);
    commit.markNotStored();
    expect(commit.isInDoubt).toBe(true);
  });

  it('can be ruled out once the whole store was read after the first unanswered attempt', () => {
    const commit = new Commit();
    commit.send(changeOf('sale').change, base(0, 1), time);
    commit.send(changeOf('sale').change, base(0, 2), time);
    expect([commit.mayBeMissed(1), commit.mayBeMissed(2)]).toEqual([false, true]);
  });

  it('cannot be ruled out when it is already known', () => {
    const commit = new Commit();
    commit.send(changeOf('sale').change, base(0, 1), time);
    commit.markNotStored();
    expect(commit.mayBeMissed(2)).toBe(false);
  });
});

describe('The confirmation of a commit', () => {
  it('puts in force what the store does not hold, once, with the first of its entries', () => {
    const commit = new Commit();
    const { change, applied } = changeOf('sale', 'theme');
    const entries = commit.send(change, base(), time).map(inLog);
    for (const entry of entries) expect(commit.confirm(entry)).toBe(true);
    expect(applied).toEqual(['sale theme']);
    expect([commit.isConfirmed, commit.entries]).toEqual([true, entries]);
  });

  it('puts in force the change as it was last sent', () => {
    const commit = new Commit();
    const [first, second] = [changeOf('sale'), changeOf('sale')];
    commit.send(first.change, base(), time);
    const [entry] = commit.send(second.change, base(3), time);
    commit.confirm(inLog(entry));
    expect([first.applied, second.applied]).toEqual([[], ['sale']]);
  });

  it('ignores entries of others', () => {
    const commit = new Commit();
    const { change, applied } = changeOf('sale');
    commit.send(change, base(), time);
    const [other] = new Commit().send(change, base(), time);
    expect([commit.confirm(inLog(other)), commit.isConfirmed, applied]).toEqual([false, false, []]);
  });
});
