import { describe, expect, it } from '@jest/globals';
import { AuditLog, type AuditRecord } from '../../../../lib/manager/audit/audit-log.js';
import { ChangeStream } from '../../../../lib/manager/changes/change-stream.js';
import { ChangeWriter, type Change } from '../../../../lib/manager/changes/change-writer.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { FakeAuditStore } from '../fake-stores.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const record = (key: string): AuditRecord => ({
  action: 'override_set',
  key,
  before: null,
  after: null,
  actor: 'ops',
  origin: 'api',
});

function writing() {
  const store = new FakeAuditStore();
  const audit = new AuditLog(store, new ManualClock());
  const stream = new ChangeStream(new RecordingLogger());
  const steps: string[] = [];
  stream.changes$.subscribe(({ key, version }) => steps.push(`announce ${key} ${version}`));
  const change = (key: string, parts: Partial<Change> = {}): Change => ({
    records: [record(key)],
    persist: () => void steps.push(`persist ${key}`),
    revert: () => void steps.push(`revert ${key}`),
    apply: () => steps.push(`apply ${key}, audited ${audit.version}`),
    ...parts,
  });
  return { store, audit, steps, change, writer: new ChangeWriter(audit, stream, new RecordingLogger()) };
}

const fail = () => {
  throw new Error('disk full');
};
const later = (work: () => void) => () => new Promise<void>((resolve) => setImmediate(resolve)).then(work);

describe('The writer of changes', () => {
  it('makes a change safe, audits it, puts it in force and announces it, in this order', async () => {
    const { writer, steps, change } = writing();
    const entries = await writer.commit(() => change('search'));
    expect(steps).toEqual(['persist search', 'apply search, audited 1', 'announce search 1']);
    expect(entries).toMatchObject([{ key: 'search', version: 1 }]);
  });

  it('does all of it at once where both stores answer at once', () => {
    const { writer, steps, change } = writing();
    void writer.commit(() => change('search'));
    expect(steps).toEqual(['persist search', 'apply search, audited 1', 'announce search 1']);
  });

  it.each([false, true])('changes nothing when it cannot be made safe (stores that answer later: %p)', async (slow) => {
    const { writer, steps, change, audit, store } = writing();
    store.slow = slow;
    await expect(writer.commit(() => change('search', { persist: slow ? later(fail) : fail }))).rejects.toThrow(
      'disk full',
    );
    expect(steps).toEqual(['revert search']); // what failed may have been stored all the same
    expect([audit.version, (await audit.list()).entries]).toEqual([0, []]);
  });

  it.each([false, true])(
    'takes back what was stored when it cannot be audited (stores that answer later: %p)',
    async (slow) => {
      const { writer, steps, change, audit, store } = writing();
      store.slow = slow;
      store.failure = new Error('audit disk full');
      await expect(writer.commit(() => change('search'))).rejects.toThrow('audit disk full');
      expect(steps).toEqual(['persist search', 'revert search']);
      expect(audit.version).toBe(0);
    },
  );

  it('waits for what is taken back before the next change begins', async () => {
    const { writer, steps, change, store } = writing();
    store.failure = new Error('audit disk full');
    const revert = later(() => steps.push('reverted at last'));
    const refused = writer.commit(() => change('search', { revert }));
    const next = writer.commit(() => {
      store.failure = undefined;
      return change('theme');
    });
    await expect(refused).rejects.toThrow('audit disk full');
    await next;
    expect(steps).toEqual([
      'persist search',
      'reverted at last',
      'persist theme',
      'apply theme, audited 1',
      'announce theme 1',
    ]);
  });

  it('makes one change after another, however long each takes', async () => {
    const { writer, steps, change } = writing();
    await Promise.all(
      ['a', 'b', 'c'].map((key, i) =>
        writer.commit(() => change(key, i === 0 ? { persist: later(() => steps.push('persist a')) } : {})),
      ),
    );
    expect(steps).toEqual(
      ['a', 'b', 'c'].flatMap((key, i) => [
        `persist ${key}`,
        `apply ${key}, audited ${i + 1}`,
        `announce ${key} ${i + 1}`,
      ]),
    );
  });

  it('goes on after changes that failed, and gives their numbers to the next', async () => {
    const { writer, change, store, audit } = writing();
    const results = await Promise.allSettled([
      writer.commit(() => change('a')),
      writer.commit(() => Promise.reject(new Error('refused by the provider'))),
      writer.commit(() => {
        throw new Error('refused at once');
      }),
      writer.commit(() => {
        store.failure = new Error('audit disk full');
        return change('b');
      }),
      writer.commit(() => {
        store.failure = undefined;
        return change('c');
      }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled']);
    expect((await audit.list()).entries.map(({ key, version }) => [key, version])).toEqual([
      ['c', 2],
      ['a', 1],
    ]);
  });

  it('plans a change only when those before it are in force', async () => {
    const { writer, change } = writing();
    const planned: string[] = [];
    const plan = (key: string) => () => {
      planned.push(key);
      return change(key, { apply: () => planned.push(`${key} in force`), persist: later(() => {}) });
    };
    await Promise.all([writer.commit(plan('a')), writer.commit(plan('b'))]);
    expect(planned).toEqual(['a', 'a in force', 'b', 'b in force']);
  });

  it('audits nothing when there is nothing to do', async () => {
    const { writer, steps, audit } = writing();
    expect(await writer.commit(() => undefined)).toEqual([]);
    expect(await writer.commit(() => Promise.resolve(undefined))).toEqual([]);
    expect([steps, audit.version]).toEqual([[], 0]);
  });

  it('is idle once the changes under way have ended, well or badly', async () => {
    const { writer, steps, change } = writing();
    const bad = writer.commit(() => Promise.reject(new Error('refused')));
    const good = writer.commit(() => change('a', { persist: later(() => steps.push('persist a')) }));
    await Promise.all([expect(bad).rejects.toThrow('refused'), writer.idle()]);
    expect(steps).toContain('announce a 1');
    await good;
  });
});
