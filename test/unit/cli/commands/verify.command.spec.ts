import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { folderWith, runIn, type RunOptions } from '../support/run-in-folder.js';

const secret = 'a-secret-of-the-shop-for-its-tests';
const another = 'another-secret-of-the-shop-for-tests';
const env = { AUDIT: secret, NEW: another };

describe('The command "verify"', () => {
  let folder: string;
  const log = () => join(folder, 'data', 'audit.jsonl');
  const verify = (args: readonly string[] = [], options: RunOptions = {}) =>
    runIn(folder, ['verify', 'data', ...args], { env, ...options });

  async function change(auditSecret?: string): Promise<string> {
    const store = new FileStore(join(folder, 'data'));
    const flags = await FlagManager.create({
      initialFlags: { a: true },
      store,
      auditSecret,
      logger: new RecordingLogger(),
    });
    await flags.disable('a', { reason: 'prices are wrong\u2028again' });
    await flags.enable('a');
    let lines = '';
    for await (const line of flags.exportAuditLog()) lines += line;
    await flags.close();
    return lines;
  }

  beforeEach(() => {
    folder = folderWith({});
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('accepts the folder of a store, and shows its last entry', async () => {
    await change();
    const { exitCode, out, err } = await verify();
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(out).toMatch(/^The audit log is intact: 2 entries, 1 to 2\.\nLast verified entry: 2, hash sha256-\S+\n$/);
  });

  it('changes nothing in the folder', async () => {
    await change();
    const before = readFileSync(log(), 'utf8');
    await verify();
    expect(readFileSync(log(), 'utf8')).toBe(before);
  });

  it('accepts an export from a file and from the standard input', async () => {
    const lines = await change();
    writeFileSync(join(folder, 'export.jsonl'), lines);
    expect((await runIn(folder, ['verify', 'export.jsonl'])).exitCode).toBe(0);
    const parts = [lines.slice(0, 100), lines.slice(100)];
    expect((await runIn(folder, ['verify', '-'], { stdin: parts })).exitCode).toBe(0);
  });

  it('verifies signatures with the secret of an environment variable', async () => {
    await change(secret);
    expect(await verify(['--secret-env', 'AUDIT'])).toMatchObject({ exitCode: 0, err: '' });
    const withoutSecret = await verify();
    expect([withoutSecret.exitCode, withoutSecret.out]).toStrictEqual([
      1,
      expect.stringContaining('\nHere, --secret-env '),
    ]);
    expect((await verify(['--secret-env', 'NEW'])).exitCode).toBe(1);
    expect((await verify(['--secret-env', 'NEW', '--secret-env', 'AUDIT'])).exitCode).toBe(0);
    expect((await verify(['--secret-stdin'], { stdin: [secret, '\n'] })).exitCode).toBe(0);
  });

  it('rejects entries that are not signed, but must be', async () => {
    await change();
    expect((await verify(['--secret-env', 'AUDIT'])).out).toContain('Line 1: unsigned. ');
    expect((await verify(['--secret-env', 'AUDIT', '--signed-from', '3'])).exitCode).toBe(0);
  });

  it.each<[string, (text: string) => string, string]>([
    ['edited', (text) => text.replace('prices', 'Prices'), 'Line 1: edited. Audit entry 1: '],
    ['cut off at the end', (text) => text.slice(0, text.indexOf('\n') + 1), 'missing. Audit entry 2: '],
    ['written in another way', (text) => text.replace('{', '{ '), 'Line 1: unreadable. '],
  ])('finds a log that was %s', async (_, spoil, problem) => {
    await change();
    writeFileSync(log(), spoil(readFileSync(log(), 'utf8')));
    const { exitCode, out } = await verify();
    expect([exitCode, out]).toStrictEqual([1, expect.stringMatching(/^The audit log is NOT intact\./)]);
    expect(out).toContain(problem);
  });

  it('shows the first entry of a log whose oldest entries were not kept', async () => {
    await change();
    const text = readFileSync(log(), 'utf8');
    writeFileSync(log(), text.slice(text.indexOf('\n') + 1));
    expect(await verify()).toMatchObject({ exitCode: 0, out: expect.stringContaining('1 entry, 2 to 2.') });
  });

  it('finds an entry that was added', async () => {
    await change();
    appendFileSync(log(), readFileSync(log(), 'utf8'));
    expect(await verify()).toMatchObject({ exitCode: 1, out: expect.stringContaining('Line 3: moved. ') });
  });

  it('writes the result as JSON', async () => {
    await change();
    expect(JSON.parse((await verify(['--format', 'json'])).out)).toMatchObject({
      isIntact: true,
      entries: 2,
      first: 1,
    });
  });

  it('ends with code 3 for a log that is missing', async () => {
    const { exitCode, out, err } = await verify();
    expect([exitCode, out]).toStrictEqual([3, '']);
    expect(err).toMatch(/^error: The audit log "data" cannot be read: ENOENT.*\. Name the folder of a FileStore, or/);
  });

  it.each<[string, string[], number]>([
    ['an empty variable', ['--secret-env', 'NONE'], 3],
    ['a secret that is too short', ['--secret-env', 'SHORT'], 2],
    ['a start of signatures without a secret', ['--signed-from', '2'], 2],
    ['a version that is not a number', ['--signed-from', 'x'], 2],
  ])('ends with an error for %s', async (_, args, code) => {
    await change();
    const { exitCode, out } = await verify(args, { env: { SHORT: 'short-secret' } });
    expect([exitCode, out]).toStrictEqual([code, '']);
  });

  it('cannot read both the log and the secret from the standard input', async () => {
    const { exitCode, err } = await runIn(folder, ['verify', '-', '--secret-stdin']);
    expect([exitCode, err]).toStrictEqual([2, expect.stringContaining('use --secret-env')]);
  });
});
