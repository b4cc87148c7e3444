import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import { FileStore } from '../../lib/store/file/file.store.js';
import { managers } from '../unit/manager/managers.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const SECRET = 'a secret that only the shop knows';
const path = tempFolder();
const start = managers();

const log = () => readFile(path('shop/audit.jsonl'), 'utf8');

/** A manager that runs on a folder with several kinds of changes, some of them before its checkpoint. */
async function shop(auditSecret?: string): Promise<FlagManager> {
  const boot = () => start({ store: new FileStore(path('shop')), auditSecret });
  const before = (await boot()).flags;
  await before.saveFlag('checkout', true, { actor: 'ann \uFFFD', reason: 'launch\v' });
  await before.saveSegment('vip', { include: ['ada'] });
  await before.setOverride('checkout', true, { unit: 'ada', actor: 'ben' });
  await before.close();
  const { flags } = await boot();
  await flags.schedule({ type: 'set_override', key: 'checkout', serve: true }, '2999-01-01T00:00:00Z');
  await flags.disable('checkout', { actor: 'ann', reason: 'incident 7' });
  expect(await flags.verifyAuditLog()).toMatchObject({ isIntact: true, entries: 5 });
  return flags;
}

/** Replaces the text of a file for one verification; whether that finds it. */
async function isFound(flags: FlagManager, name: string, text: Buffer | string): Promise<boolean> {
  const original = await readFile(path(`shop/${name}`));
  await writeFile(path(`shop/${name}`), text);
  const { isIntact, problem } = await flags.verifyAuditLog();
  const error = flags.status().providers[0]?.error;
  await writeFile(path(`shop/${name}`), original);
  expect(error).toBe(problem?.message);
  return !isIntact;
}

describe('The verification by a running instance', () => {
  it.each([undefined, SECRET])(
    'finds every flipped bit of a sample in every file, and nothing once it is undone (secret: %p)',
    async (secret) => {
      const flags = await shop(secret);
      const names = (await readdir(path('shop'))).filter((name) => !name.startsWith('lock'));
      expect(names).toEqual(['audit.jsonl', 'head.json', 'state.json']);
      const unnoticed: string[] = [];
      for (const name of names) {
        const text = await readFile(path(`shop/${name}`));
        for (let at = 0; at < text.length; at += Math.max(1, Math.floor(text.length / 60))) {
          const flipped = Buffer.from(text);
          flipped[at] = (text[at] ?? 0) ^ (1 << (at % 8));
          if (!(await isFound(flags, name, flipped))) unnoticed.push(`${name} ${at}`);
        }
      }
      expect(unnoticed).toStrictEqual([]);
      expect(await flags.verifyAuditLog()).toMatchObject({ isIntact: true, entries: 5 });
      expect(flags.status().state).toBe('ready');
    },
    120_000,
  );

  it('finds every line that was removed, moved, repeated or made unreadable', async () => {
    const flags = await shop();
    const lines = (await log()).trimEnd().split('\n');
    const unnoticed: string[] = [];
    for (const [i, line] of lines.entries()) {
      const rest = lines.toSpliced(i, 1);
      const changed = {
        removed: rest,
        repeated: lines.toSpliced(i, 0, line),
        moved: rest.toSpliced((i + 1) % lines.length, 0, line),
        unreadable: lines.with(i, 'x'.repeat(line.length)),
      };
      for (const [how, list] of Object.entries(changed)) {
        if (!(await isFound(flags, 'audit.jsonl', `${list.join('\n')}\n`))) unnoticed.push(`${how} ${i}`);
      }
    }
    expect(unnoticed).toStrictEqual([]);
  }, 120_000);

  it.each([
    ['an escape that is spelled otherwise', '\\u000b', '\\u000B'],
    ['white space', '"actor":"ben"', '"actor" :"ben"'],
    ['bytes that are not UTF-8', '\uFFFD', Buffer.of(0xf0, 0x90, 0x80)],
  ])('finds %s in a line before the checkpoint, although it means the same', async (_, from, to) => {
    const flags = await shop();
    const text = Buffer.from(await log());
    const at = text.indexOf(from);
    expect(at).toBeGreaterThan(0);
    const changed = [text.subarray(0, at), Buffer.from(to), text.subarray(at + Buffer.byteLength(from))];
    expect(await isFound(flags, 'audit.jsonl', Buffer.concat(changed))).toBe(true);
  });

  it('names the line that is not an entry, and the version that it should have', async () => {
    const flags = await shop();
    const lines = (await log()).split('\n');
    await writeFile(path('shop/audit.jsonl'), lines.with(1, 'x'.repeat(lines[1]?.length ?? 0)).join('\n'));
    expect(await flags.verifyAuditLog()).toMatchObject({
      isIntact: false,
      entries: 1,
      last: { version: 1 },
      problem: { kind: 'unreadable', version: 2, line: 2, message: expect.stringContaining('line 2 of') },
    });
  });

  it.each(['audit.jsonl', 'head.json', 'state.json'])(
    'finds that %s was removed, or replaced by another file',
    async (name) => {
      const flags = await shop();
      const text = await readFile(path(`shop/${name}`));
      await rm(path(`shop/${name}`));
      expect((await flags.verifyAuditLog()).isIntact).toBe(false);
      await writeFile(path('other'), name === 'audit.jsonl' ? text : `${text.toString()} `);
      await rename(path('other'), path(`shop/${name}`));
      expect((await flags.verifyAuditLog()).isIntact).toBe(false);
    },
  );

  it('finds entries that another program has added', async () => {
    const flags = await shop();
    expect(await isFound(flags, 'audit.jsonl', `${await log()}x`)).toBe(true);
    expect(await isFound(flags, 'audit.jsonl', `${await log()}{}\n`)).toBe(true);
  });

  it('finds nothing while changes are made', async () => {
    const flags = await shop();
    const changes = Array.from({ length: 150 }, (_, i) => flags.setOverride('checkout', true, { unit: `user-${i}` }));
    const verifications = await Promise.all(Array.from({ length: 10 }, () => flags.verifyAuditLog()));
    await Promise.all(changes);
    expect([...verifications, await flags.verifyAuditLog()].map(({ problem }) => problem)).toEqual(
      Array.from({ length: 11 }, () => undefined),
    );
  });
});
