import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { FileStore } from '../../lib/store/file/file.store.js';
import { verifyAuditExport } from '../../lib/store/audit/verify-entries.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const SECRET = 'a secret that only the shop knows';
const path = tempFolder();
const managers: FlagManager[] = [];
afterEach(() => Promise.all(managers.splice(0).map((manager) => manager.close())));

async function start(folder: string, auditSecret?: string): Promise<FlagManager> {
  const store = new FileStore(path(folder));
  const manager = await FlagManager.create({ store, auditSecret, logger: new RecordingLogger() });
  managers.push(manager);
  return manager;
}

/** A folder that a manager has left, with several kinds of changes, of which the last one is a kill switch. */
async function shop(auditSecret?: string): Promise<readonly string[]> {
  const flags = await start('shop', auditSecret);
  await flags.saveFlag('checkout', true, { actor: 'ann', reason: 'launch' });
  await flags.saveSegment('vip', { include: ['ada'] });
  await flags.setOverride('checkout', true, { unit: 'ada', actor: 'ben' });
  await flags.schedule({ type: 'set_override', key: 'checkout', serve: true }, '2999-01-01T00:00:00Z');
  await flags.disable('checkout', { actor: 'ann', reason: 'incident 7' });
  await flags.close();
  return await readdir(path('shop'));
}

/** Whether a start, or the verification of the whole log, finds what was done to a copy of the folder. */
async function isFound(names: readonly string[], name: string, text: Buffer, secret?: string): Promise<boolean> {
  await rm(path('copy'), { recursive: true, force: true });
  await mkdir(path('copy'));
  for (const each of names) await copyFile(path(`shop/${each}`), path(`copy/${each}`));
  await writeFile(path(`copy/${name}`), text);
  const store = new FileStore(path('copy'));
  const manager = new FlagManager({ store, auditSecret: secret, logger: new RecordingLogger() });
  try {
    await manager.start();
    return !(await manager.verifyAuditLog()).isIntact;
  } catch (error) {
    expect(error).toMatchObject({ code: 'STORE_FAILED' });
    return true;
  } finally {
    await manager.close();
  }
}

describe('A folder that was tampered with', () => {
  it.each([undefined, SECRET])(
    'reports every flipped bit of a sample in every file (secret: %p)',
    async (secret) => {
      const names = await shop(secret);
      const unnoticed: string[] = [];
      for (const name of names) {
        const text = await readFile(path(`shop/${name}`));
        for (let at = 0; at < text.length; at += Math.max(1, Math.floor(text.length / 12))) {
          const flipped = Buffer.from(text);
          flipped[at] = (text[at] ?? 0) ^ (1 << (at % 8));
          if (!(await isFound(names, name, flipped, secret))) unnoticed.push(`${name} ${at}`);
        }
      }
      expect(unnoticed).toStrictEqual([]);
    },
    120_000,
  );

  it('reports every line that was removed, moved or repeated', async () => {
    const names = await shop();
    const lines = (await readFile(path('shop/audit.jsonl'), 'utf8')).trimEnd().split('\n');
    const unnoticed: string[] = [];
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? '';
      const rest = lines.toSpliced(i, 1);
      const changed = {
        removed: rest,
        repeated: lines.toSpliced(i, 0, line),
        moved: rest.toSpliced((i + 1) % lines.length, 0, line),
      };
      for (const [how, list] of Object.entries(changed)) {
        if (!(await isFound(names, 'audit.jsonl', Buffer.from(`${list.join('\n')}\n`)))) unnoticed.push(`${how} ${i}`);
      }
    }
    expect(unnoticed).toStrictEqual([]);
  }, 120_000);

  it('is not read by an instance without the secret that signed it, nor trusted unsigned by one that has it', async () => {
    await shop(SECRET);
    await expect(start('shop')).rejects.toThrow('set "auditSecret"');
    await rm(path('shop'), { recursive: true });
    await shop();
    await expect(start('shop', SECRET)).rejects.toThrow('set "auditSignedFrom"');
  });
});

describe('An export that was tampered with', () => {
  it('reports the first invalid line, and its problem', async () => {
    await shop(SECRET);
    const flags = await start('shop', SECRET);
    const lines: string[] = [];
    for await (const line of flags.exportAuditLog()) lines.push(line);
    const verify = (list: readonly string[]) => verifyAuditExport(list, { secrets: SECRET });
    expect(await verify(lines)).toMatchObject({ isIntact: true, entries: 5, first: 1, last: { version: 5 } });
    const edited = lines.with(1, (lines[1] ?? '').replace('ada', 'eve'));
    expect(await verify(edited)).toMatchObject({ problem: { kind: 'bad_signature', version: 2, line: 2 } });
    expect(await verify(lines.toSpliced(2, 1))).toMatchObject({ problem: { kind: 'missing', version: 3, line: 3 } });
    expect(await verify([...lines, lines[0] ?? ''])).toMatchObject({ problem: { kind: 'moved', line: 6 } });
  });

  it.each<[string, object]>([
    ['a misspelled secret', { secret: SECRET }],
    ['a secret that was looked up and not found', { secrets: undefined }],
    ['a secret that is too short', { secrets: 'short' }],
  ])('is not verified without a secret by mistake: %s', async (_, options) => {
    await expect(verifyAuditExport([], options)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
