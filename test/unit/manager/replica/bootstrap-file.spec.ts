import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bootstrapText, parseBootstrap } from '../../../../lib/manager/replica/bootstrap-content.js';
import { BootstrapFile } from '../../../../lib/manager/replica/bootstrap-file.js';
import type { StoreCopy } from '../../../../lib/manager/replica/store-copy.js';
import { AuditKeys } from '../../../../lib/store/audit/audit-keys.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { eventually } from '../../../support/eventually.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { instances } from '../instances.js';
import { settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';
import { tempFolder } from '../temp-folder.js';

const shared = instances();
const path = tempFolder();
const content = (version: number): StoreCopy => ({
  hash: `hash-${version}`,
  position: { version, id: `id-${version}` },
  documents: [{ kind: 'flag', id: 'sale', value: { type: 'boolean', description: 'ümlaut', version } }],
});

/** The text of a file that nobody has edited, with these members instead of sound ones. */
function textOf(members: object = {}): string {
  return bootstrapText({ store: 'redis', ...content(1), ...members }, AuditKeys.NONE);
}

function file(name = 'flags.json', store = 'redis') {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  return { clock, logger, file: new BootstrapFile({ path: path(name), store, keys: AuditKeys.NONE, clock, logger }) };
}

describe('A bootstrap file', () => {
  it('returns what was saved, and is alone in its folder', async () => {
    const { file: one } = file();
    one.save(() => content(7));
    await one.flush();
    expect(await file().file.read()).toEqual(content(7));
    expect(await readdir(dirname(path('x')))).toEqual(['flags.json']);
    expect((await stat(path('flags.json'))).mode & 0o777).toBe(0o600);
  });

  it('is written half a second after the first of many changes, once, with the last of them', async () => {
    const { file: one, clock } = file();
    let version = 0;
    for (let i = 0; i < 100; i++) one.save(() => content(++version));
    expect([clock.pending, version]).toEqual([1, 0]);
    clock.advance(500);
    await one.flush();
    expect([version, (await one.read())?.position.version]).toEqual([1, 1]);
    expect(clock.pending).toBe(0);
  });

  it('may be shared, and always holds the whole state of its last writer', async () => {
    const files = [file(), file(), file()];
    await Promise.all(
      files.map(({ file: each }, i) => {
        each.save(() => content(i));
        return each.flush();
      }),
    );
    const read = await file().file.read();
    expect(read).toEqual(content(read?.position.version ?? -1));
    expect(await readdir(dirname(path('x')))).toEqual(['flags.json']);
  });

  it('is reported once when it cannot be written, and is written as soon as possible', async () => {
    const { file: one, logger, clock } = file('file/flags.json');
    await writeFile(path('file'), 'a file where a folder should be');
    for (let i = 0; i < 3; i++) {
      one.save(() => content(i));
      await one.flush();
    }
    expect(logger.errors).toEqual([expect.stringContaining('The bootstrap file cannot be written')]);
    await rm(path('file'));
    clock.advance(10_000);
    await logger.line(/bootstrap file .* can be written again/);
    expect(await one.read()).toEqual(content(2));
    const { file: other } = file('deep/folder/flags.json');
    other.save(() => content(1));
    await other.flush();
    expect(await other.read()).toEqual(content(1));
  });

  it('is rejected without waiting when it is a FIFO or a link', async () => {
    execFileSync('mkfifo', [path('fifo.json')]);
    await writeFile(path('other.json'), textOf());
    await symlink('other.json', path('link.json'));
    for (const [name, why] of [
      ['fifo.json', 'it is not a regular file'],
      ['link.json', 'ELOOP'],
    ] as const) {
      const { file: one, logger } = file(name);
      expect(await one.read()).toBeUndefined();
      expect(logger.errors).toEqual([expect.stringContaining(why)]);
    }
  });

  it.each([
    ['is no JSON', '{"secret-token": '],
    ['is empty', ''],
    ['is null', 'null'],
    ['is of another release', textOf().replace('"format":2', '"format":3')],
    ['is of no store', textOf({ store: undefined })],
    ['has no position', textOf({ position: {} })],
    ['has a position of no number', textOf({ position: { version: '1', id: '' } })],
    ['has no documents', textOf({ documents: undefined })],
    ['was edited', textOf().replace('ümlaut', 'umlaut')],
    ['has another checksum', textOf().replace('"checksum":"sha256-', '"checksum":"sha256-A')],
    ['has white space added', textOf().replace(',"content"', ', "content"')],
    ['has documents without a name', textOf({ documents: [{ value: 1 }] })],
  ])('is not used when it %s, which is reported without its text', async (_, text) => {
    await writeFile(path('flags.json'), text);
    const { file: one, logger } = file();
    expect(await one.read()).toBeUndefined();
    expect(logger.errors).toEqual([expect.stringContaining('bootstrap file')]);
    expect(logger.errors.join()).not.toContain('secret-token');
  });

  it('is used when nothing is wrong with it', async () => {
    await writeFile(path('flags.json'), textOf());
    expect(await file().file.read()).toEqual(content(1));
  });

  it('is not used when it belongs to another store, because its flags belong to that store', async () => {
    const { file: shop } = file();
    shop.save(() => content(7));
    await shop.flush();
    const { file: bank, logger } = file('flags.json', 'redis:bank');
    expect(await bank.read()).toBeUndefined();
    expect(logger.errors).toEqual([expect.stringMatching(/is a copy of the store "redis", not of "redis:bank"/)]);
  });

  it('removes the remains of crashes, but not what others are writing', async () => {
    const old = new Date(Date.now() - 2 * 3_600_000);
    const names = ['flags.json.0a1b2c3d.tmp', 'flags.json.backup.tmp', 'other.json.0a1b2c3d.tmp'];
    for (const name of names) {
      await writeFile(path(name), '{');
      await utimes(path(name), old, old);
    }
    await writeFile(path('flags.json.4e5f6a7b.tmp'), '{');
    await file().file.flush();
    const left = (await readdir(dirname(path('x')))).toSorted();
    expect(left).toEqual(['flags.json.4e5f6a7b.tmp', 'flags.json.backup.tmp', 'other.json.0a1b2c3d.tmp']);
  });

  it('is not used when it is missing, or a folder', async () => {
    await mkdir(path('folder'));
    for (const name of ['none.json', 'folder']) expect(await file(name).file.read()).toBeUndefined();
  });
});

/** A store with a flag and an override, and a bootstrap file of it. */
async function copied() {
  const shop = shared();
  const bootstrapFile = path('flags.json');
  const { flags } = await shop.start({ bootstrapFile, storeTimeout: '10s' }); // flushing takes long on a busy disk
  await flags.saveFlag('search', true);
  await flags.disable('sale');
  await flags.close();
  const away = () => {
    const store = new ScriptedStore(shop.memory);
    store.failure = new Error('connection refused');
    return store;
  };
  return { ...shop, bootstrapFile, away };
}

describe('A start while the store is unavailable', () => {
  it('continues from the bootstrap file, reports it, and accepts no changes', async () => {
    const { start, bootstrapFile, away } = await copied();
    const { flags, logger } = await start({ bootstrapFile, initialFlags: { sale: true } }, away());
    expect([flags.isEnabled('search'), flags.isEnabled('sale')]).toEqual([true, false]);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      version: 2,
      providers: [{ name: 'shared', state: 'stale' }, {}],
    });
    expect(logger.warnings).toEqual([expect.stringContaining('started from the bootstrap file')]);
    await expect(flags.enable('sale')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(flags.isEnabled('sale')).toBe(false);
  });

  it('announces what has happened meanwhile when the store is available again', async () => {
    const { start, bootstrapFile, away, clock } = await copied();
    const store = away();
    const { flags, announced } = await start({ bootstrapFile }, store);
    const other = await start();
    await other.flags.clearOverride('sale');
    expect(announced).toStrictEqual([]);
    store.failure = undefined;
    clock.advance(600);
    await settled();
    expect([flags.status().state, flags.getOverrides()]).toEqual(['ready', []]);
    expect(announced).toEqual(['override_cleared sale 3']);
  });

  it('takes no longer than "bootTimeout" if the store hangs', async () => {
    const { start, bootstrapFile, memory } = await copied();
    const store = Object.assign(new ScriptedStore(memory), { hangs: true });
    const { flags } = await start({ bootstrapFile, bootTimeout: '30ms', storeTimeout: '5s' }, store);
    expect(flags.isEnabled('search')).toBe(true);
  });

  it('fails when the file cannot be used either', async () => {
    const { start, bootstrapFile, away } = await copied();
    await writeFile(bootstrapFile, '{"format":1,');
    await expect(start({ bootstrapFile }, away())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const { flags } = await start({ bootstrapFile, onBootFailure: 'defaults', initialFlags: { theme: true } }, away());
    expect([flags.isEnabled('theme'), flags.evaluate('search').reason]).toEqual([true, 'provider_error']);
  });

  it('fails rather than lose an unreadable override in the file', async () => {
    const { start, bootstrapFile, away } = await copied();
    const copy = parseBootstrap(await readFile(bootstrapFile, 'utf8'), AuditKeys.NONE);
    if (typeof copy === 'string') throw new Error(`The file is ${copy}.`);
    const documents = copy.documents.map((each) =>
      each.kind === 'override' ? { ...each, value: { serve: 1 } } : each,
    );
    await writeFile(bootstrapFile, bootstrapText({ ...copy, documents }, AuditKeys.NONE));
    await expect(start({ bootstrapFile }, away())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

describe('A running instance', () => {
  it('updates its bootstrap file when others change something', async () => {
    const { start, bootstrapFile, clock } = await copied();
    await start({ bootstrapFile });
    const other = await start();
    await other.flags.enable('theme');
    clock.advance(500);
    await eventually(async () => expect(await readFile(bootstrapFile, 'utf8')).toContain('"theme"'));
  });

  it('has written it when it is closed, and has no timer left, even if it was being read', async () => {
    const { start, bootstrapFile, memory, clock } = await copied();
    const store = new ScriptedStore(memory);
    const { flags } = await start({ bootstrapFile }, store);
    await flags.enable('theme');
    await flags.close();
    expect(await readFile(bootstrapFile, 'utf8')).toContain('"theme"');
    expect(clock.pending).toBe(0);
  });
});
