import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { appendFile, open as openFile, readFile, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { AuditEntry } from '../../../../lib/manager/audit/audit-entry.js';
import { FileAuditStore } from '../../../../lib/manager/audit/file-audit-store.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers } from '../managers.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { tempFolder } from '../temp-folder.js';

const start = managers();
const path = tempFolder();
const open: FileAuditStore[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
});

async function opened(name = 'audit.jsonl') {
  const logger = new RecordingLogger();
  const store = new FileAuditStore(path(name), logger);
  open.push(store);
  return { store, logger, last: await store.open() };
}

const entries = (from: number, to: number, reason = 'ümlaut'): AuditEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    id: `id-${from + i}`,
    version: from + i,
    time: '2026-01-01T00:00:00.000Z',
    actor: (from + i) % 2 === 0 ? 'ann' : 'ben',
    action: 'override_set',
    key: 'search',
    before: null,
    after: null,
    reason,
    origin: 'api',
  }));
const versions = (list: readonly AuditEntry[]) => list.map(({ version }) => version);

describe('The audit log file', () => {
  it('gives back what was appended, to a store of another process as well', async () => {
    const one = await opened();
    expect(one.last).toBeUndefined();
    await one.store.append(entries(1, 2));
    await one.store.append(entries(3, 3));
    expect(await one.store.newest({}, 10)).toEqual(entries(1, 3).toReversed());
    await one.store.close();
    const two = await opened();
    expect(two.last).toEqual(entries(3, 3)[0]);
    expect(await two.store.newest({}, 10)).toEqual(entries(1, 3).toReversed());
    expect(Object.isFrozen(two.last)).toBe(true);
  });

  it('has one line of JSON for each entry, and only grows', async () => {
    const { store } = await opened('deep/audit.jsonl');
    await store.append(entries(1, 3, 'two\nlines'));
    const text = await readFile(path('deep/audit.jsonl'), 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(entries(1, 3, 'two\nlines'));
    await store.append(entries(4, 4));
    expect((await readFile(path('deep/audit.jsonl'), 'utf8')).startsWith(text)).toBe(true);
  });

  it('has nothing of an entry that was not safe, whatever the disk did with it', async () => {
    const { store } = await opened();
    await store.append(entries(1, 1));
    const handle = await openFile(path('audit.jsonl'), 'r');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    jest.spyOn(prototype, 'datasync').mockRejectedValueOnce(new Error('EIO'));
    await expect(store.append(entries(2, 2, 'lost'))).rejects.toMatchObject({ code: 'AUDIT_LOG_FAILED' });
    await store.append(entries(2, 2, 'kept'));
    expect((await store.newest({}, 10)).map(({ reason }) => reason)).toEqual(['kept', 'ümlaut']);
    expect((await readFile(path('audit.jsonl'), 'utf8')).split('\n')).toHaveLength(3);
  });

  it("is its owner's only", async () => {
    await opened();
    expect((await stat(path('audit.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('lists the newest that match, however many there are', async () => {
    const { store } = await opened();
    await store.append(entries(1, 2500));
    expect(versions(await store.newest({}, 3))).toEqual([2500, 2499, 2498]);
    expect(versions(await store.newest({ actor: 'ben', before: 100 }, 2))).toEqual([99, 97]);
    expect(await store.newest({ key: 'theme' }, 2)).toEqual([]);
  });

  it('is paged by the manager like the one in memory', async () => {
    const { flags } = await start({ initialFlags: shopFlags, auditLogFile: path('audit.jsonl') });
    await Promise.all(Array.from({ length: 25 }, () => flags.disable('catalogue')));
    const first = await flags.getAuditLog({ limit: 20 });
    const second = await flags.getAuditLog({ limit: 20, before: first.next });
    expect([...versions(first.entries), ...versions(second.entries)]).toEqual(
      Array.from({ length: 25 }, (_, i) => 25 - i),
    );
    expect([first.next, second.next]).toEqual([6, undefined]);
  });

  it.each([
    ['in the middle of a line', (line: string) => line.slice(0, line.length / 2)],
    ['before the end of its line', (line: string) => line.trimEnd()],
    [
      'in the middle of a character',
      (line: string) => Buffer.from(line).subarray(0, Buffer.from(line).indexOf(0xc3) + 1),
    ],
    ['in a line longer than any buffer', (line: string) => `{"reason":"${'x'.repeat(200_000)}${line.slice(0, 1)}`],
  ])('that was cut short %s loses that line and goes on behind the last whole one', async (_, cut) => {
    const one = await opened();
    await one.store.append(entries(1, 3));
    await one.store.close();
    await appendFile(path('audit.jsonl'), cut(`${JSON.stringify(entries(4, 4)[0])}\n`));
    const { store, last, logger } = await opened();
    expect(last?.version).toBe(3);
    await store.append(entries(4, 5));
    expect(versions(await store.newest({}, 10))).toEqual([5, 4, 3, 2, 1]);
    const lines = (await readFile(path('audit.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as AuditEntry).version)).toEqual([1, 2, 3, 4, 5]);
    expect(logger.warnings).toEqual([]);
  });

  it('of nothing but half a line is an empty one', async () => {
    await writeFile(path('audit.jsonl'), '{"id":"id-1","vers');
    const { last } = await opened();
    expect(last).toBeUndefined();
    expect(await readFile(path('audit.jsonl'), 'utf8')).toBe('');
  });

  it.each(['garbage', '', '{}', '[]', 'null', '{"version":"4","id":"x"}'])(
    'with the line %p among others skips it and reports its place, never its text',
    async (line) => {
      const [first, second] = entries(1, 2).map((entry) => JSON.stringify(entry));
      await writeFile(path('audit.jsonl'), `${first}\n${line}\n${second}\n`);
      const { store, last, logger } = await opened();
      expect(last?.version).toBe(2);
      expect(versions(await store.newest({}, 10))).toEqual([2, 1]);
      expect(logger.warnings[0]).toMatch(/^Line 2 of the audit log .*audit\.jsonl is not an audit entry\.$/);
    },
  );

  it('with a garbage line at its end goes on from the last entry', async () => {
    const one = await opened();
    await one.store.append(entries(1, 3));
    await one.store.close();
    await appendFile(path('audit.jsonl'), 'garbage\n');
    const { flags } = await start({ initialFlags: shopFlags, auditLogFile: path('audit.jsonl') });
    await flags.disable('catalogue');
    expect(versions(await auditOf(flags))).toEqual([1, 2, 3, 4]);
  });

  it('fails the start when it cannot be opened, by its name and with what to do', async () => {
    await writeFile(path('folder'), 'a file where a folder should be');
    await expect(start({ auditLogFile: path('folder/audit.jsonl') })).rejects.toMatchObject({
      code: 'AUDIT_LOG_FAILED',
      message: expect.stringMatching(/folder\/audit\.jsonl cannot be opened.*"auditLogFile"/),
    });
    await expect(start({ auditLogFile: path('.') })).rejects.toMatchObject({ code: 'AUDIT_LOG_FAILED' });
  });

  it('takes nothing while it is not open', async () => {
    const store = new FileAuditStore(path('audit.jsonl'), new RecordingLogger());
    await expect(store.append(entries(1, 1))).rejects.toMatchObject({ code: 'AUDIT_LOG_FAILED' });
    expect(await store.newest({}, 10)).toEqual([]);
    await store.open();
    await store.close();
    await store.close();
    await expect(store.append(entries(1, 1))).rejects.toThrow('is not open');
  });

  it('can be read while it is written', async () => {
    const { store } = await opened();
    const [, ...pages] = await Promise.all([
      (async () => {
        for (let i = 1; i <= 50; i++) await store.append(entries(i, i));
      })(),
      ...Array.from({ length: 20 }, () => store.newest({}, 100)),
    ]);
    for (const page of pages) expect(versions(page)).toEqual(page.map((_, i) => page.length - i));
    expect(await store.newest({}, 100)).toHaveLength(50);
  });
});
