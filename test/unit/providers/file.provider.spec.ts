import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FileProvider, type FileProviderOptions } from '../../../lib/providers/file.provider.js';
import { ProviderFailedError } from '../../../lib/providers/provider.errors.js';
import { Announcements } from '../../../lib/testing/announcements.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { eventually } from '../../support/eventually.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { replaceFile } from '../../support/replace-file.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

const SEARCH_ON = '{ "flags": { "search": true } }';
const SEARCH_OFF = '{ "flags": { "search": false } }';

let folder: string;
let removeFolder: () => Promise<void>;
let undo: (() => void | Promise<void>)[];

beforeEach(async () => {
  const { path, remove } = await temporaryDirectory();
  [folder, removeFolder, undo] = [path, remove, []];
});

afterEach(async () => {
  for (const step of undo.toReversed()) await step();
  await removeFolder();
});

/** A provider of a file with this content. */
async function providerOf(content: string, name = 'flags.json', options?: FileProviderOptions): Promise<FileProvider> {
  const path = join(folder, name);
  await writeFile(path, content);
  return new FileProvider(path, options);
}

async function flagsOf(content: string, name?: string): Promise<Readonly<Record<string, unknown>>> {
  return (await (await providerOf(content, name)).load()).flags;
}

async function errorOf(provider: FileProvider): Promise<ProviderFailedError> {
  const outcome: unknown = await provider.load().catch((error: unknown) => error);
  if (outcome instanceof ProviderFailedError) return outcome;
  throw new Error(`load() did not fail as it should: ${String(outcome)}`);
}

async function watched(provider: FileProvider): Promise<Announcements> {
  const announcements = new Announcements();
  undo.push(await provider.watch(announcements.listener));
  return announcements;
}

async function managed(
  provider: FileProvider,
): Promise<{ flags: FlagManager; logger: RecordingLogger; clock: ManualClock }> {
  const logger = new RecordingLogger();
  const clock = new ManualClock();
  const flags = await FlagManager.create({ providers: [provider], logger, clock, onBootFailure: 'defaults' });
  undo.push(() => flags.close());
  return { flags, logger, clock };
}

describe('FileProvider', () => {
  describe('reads', () => {
    const search = { search: { key: 'search', type: 'boolean', enabled: true } };

    it('JSON and YAML by the file extension, or by an option', async () => {
      expect(await flagsOf(SEARCH_ON, 'flags.json')).toEqual(search);
      expect(await flagsOf('flags:\n  search: true\n', 'flags.yaml')).toEqual(search);
      expect(await flagsOf('flags:\n  search: true\n', 'flags.YML')).toEqual(search);
      const told = await providerOf('flags:\n  search: true\n', 'flags.conf', { format: 'yaml' });
      expect((await told.load()).flags).toEqual(search);
    });

    it('files that begin with a byte order mark', async () => {
      expect(await flagsOf(`\uFEFF${SEARCH_ON}`)).toEqual(search);
      expect(await flagsOf('\uFEFFflags:\n  search: true\n', 'flags.yaml')).toEqual(search);
    });

    it('a file that names its schema', async () => {
      expect(await flagsOf('{ "$schema": "./flags.schema.json", "flags": { "search": true } }')).toEqual(search);
    });

    it('segments beside flags, in JSON and in YAML, and none where there are none', async () => {
      const segments = { staff: { key: 'staff', include: ['ada'] } };
      const json = await providerOf('{ "segments": { "staff": { "include": ["ada"] } }, "flags": {} }');
      expect(await json.load()).toEqual({ flags: {}, segments });
      const yaml = await providerOf('flags: {}\nsegments:\n  staff: { include: [ada] }\n', 'flags.yaml');
      expect(await yaml.load()).toEqual({ flags: {}, segments });
      expect(await (await providerOf(SEARCH_ON)).load()).toEqual({ flags: search, segments: {} });
    });

    it('YAML anchors and dates', async () => {
      const yaml = 'flags:\n  sale: &sale { type: time_based, start: 2026-11-27T00:00:00Z }\n  outlet: *sale\n';
      expect(await flagsOf(yaml, 'flags.yaml')).toMatchObject({
        sale: { key: 'sale', start: '2026-11-27T00:00:00Z' },
        outlet: { key: 'outlet', start: '2026-11-27T00:00:00Z' },
      });
    });

    it('ten megabytes of JSON only when the option allows it', async () => {
      const description = 'x'.repeat(1000);
      const flags = Object.fromEntries(
        Array.from({ length: 10_000 }, (_, i) => [`sale_${i}`, { type: 'boolean', description }]),
      );
      const content = JSON.stringify({ flags });
      expect(content.length).toBeGreaterThan(10_000_000);

      const refused = await errorOf(await providerOf(content));
      expect(refused.message).toContain(`it has ${content.length} bytes; the limit "maxBytes" is 8388608`);
      const allowed = await providerOf(content, 'flags.json', { maxBytes: content.length });
      expect(Object.keys((await allowed.load()).flags)).toHaveLength(10_000);
    });

    it('files and is named after them by default', () => {
      expect(new FileProvider('config/flags.yaml').name).toBe('file:flags.yaml');
      expect(new FileProvider('flags.yaml', { name: 'shop' }).name).toBe('shop');
    });
  });

  describe('rejects', () => {
    it('a file that is missing, with its path', async () => {
      const error = await errorOf(new FileProvider(join(folder, 'flags.json')));
      expect(error).toMatchObject({ code: 'PROVIDER_FAILED', provider: 'file:flags.json' });
      expect(error.message).toContain(join(folder, 'flags.json'));
      expect(error.message).toContain('ENOENT');
    });

    it('a folder', async () => {
      expect((await errorOf(new FileProvider(folder))).message).toContain('it is not a regular file');
    });

    it.each([
      ['JSON with a word', 'flags.json', '{\n  "flags": {\n    "hunter2": True\n  }\n}', '(line 3, column 16)'],
      ['JSON with one comma too many', 'flags.json', '{\n  "flags": { "hunter2": true, }\n}', '(line 2, column 31)'],
      ['JSON that ends too early', 'flags.json', '{\n  "hunter2": {', '(line 2, column 15)'],
      ['an empty JSON file', 'flags.json', '', '(line 1, column 1)'],
      ['JSON behind a byte order mark', 'flags.json', '\uFEFF{ hunter2', '(line 1, column 3)'],
      ['YAML that is indented wrongly', 'flags.yaml', 'flags:\n  hunter2: true\n search: true\n', '(line 3, column'],
      ['YAML of two documents', 'flags.yaml', 'flags:\n  a: true\n---\nhunter2: true\n', 'more than one YAML document'],
    ])('%s, naming the place and nothing of the content', async (_, name, content, place) => {
      const { message } = await errorOf(await providerOf(content, name));
      expect(message).toContain(place);
      expect(message).toContain(join(folder, name));
      expect(message).not.toContain('hunter2');
    });

    it('YAML that expands to more than it shows', async () => {
      const levels = Array.from({ length: 9 }, (_, i) => `  l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
      const bomb = `flags:\n  l0: &l0 [ho, ho]\n${levels.join('\n')}\n`;
      expect((await errorOf(await providerOf(bomb, 'flags.yaml'))).message).toContain('aliases that expand to more');
    });

    it.each(['{}', '[]', 'null', '7', '"flags"', '{ "search": true }', '{ "segments": {} }'])(
      'content without the key "flags": %s',
      async (content) => {
        const { message } = await errorOf(await providerOf(content));
        expect(message).toContain('it must contain an object with the key "flags"');
      },
    );

    it('flags beside the key "flags", which would have no effect', async () => {
      const provider = await providerOf('{ "flags": {}, "hunter2": true, "search": true }');
      const { message } = await errorOf(provider);
      expect(message).toContain('it has 2 unknown keys next to "flags", "segments" and "$schema"');
      expect(message).not.toContain('hunter2');
    });

    it.each(['[]', 'null', 'true'])('"flags" that is not an object: %s', async (flags) => {
      const provider = await providerOf(`{ "flags": ${flags} }`);
      await expect(provider.load()).rejects.toThrow(/must be an object of definitions/);
    });

    it.each(['[]', 'null', 'true'])('"segments" that is not an object: %s', async (segments) => {
      const provider = await providerOf(`{ "flags": {}, "segments": ${segments} }`);
      await expect(provider.load()).rejects.toThrow(/segments: must be an object of definitions/);
    });

    it('unreadable definitions, all at once and with the path of the file', async () => {
      const flags = '"search": { "type": "percentage", "percentage": 101 }, "__proto__": true, "a sale": true';
      const segments = '"staff": { "include": "ada" }';
      const provider = await providerOf(`{ "flags": { ${flags} }, "segments": { ${segments} } }`);
      const loading = provider.load();
      await expect(loading).rejects.toBeInstanceOf(InvalidFlagError);
      await expect(loading).rejects.toThrow(
        /flags\.json:[^]*search\.percentage[^]*__proto__[^]*a sale[^]*segments\.staff\.include/,
      );
    });
  });

  describe('watches', () => {
    it('a file that is repeatedly replaced, in quick succession', async () => {
      const provider = await providerOf(SEARCH_OFF);
      const announcements = await watched(provider);
      for (let percentage = 1; percentage <= 25; percentage++) {
        const before = announcements.count;
        const flags = { search: { type: 'percentage', percentage } };
        await replaceFile(join(folder, 'flags.json'), JSON.stringify({ flags }));
        await announcements.until(async () => expect((await provider.load()).flags).toMatchObject(flags), before);
      }
    });

    it('a file that is written in place', async () => {
      const provider = await providerOf(SEARCH_OFF);
      const announcements = await watched(provider);
      await writeFile(join(folder, 'flags.json'), SEARCH_ON);
      await announcements.until(
        async () => expect((await provider.load()).flags).toMatchObject({ search: { enabled: true } }),
        0,
      );
    });

    it('a file that did not exist at first', async () => {
      const provider = new FileProvider(join(folder, 'flags.json'));
      const announcements = await watched(provider);
      await writeFile(join(folder, 'flags.json'), SEARCH_ON);
      await announcements.until(async () => expect((await provider.load()).flags).toHaveProperty('search'), 0);
    });

    it('the folder of a ConfigMap, whose "..data" link is swapped', async () => {
      const edition = async (name: string, content: string) => {
        await mkdir(join(folder, name));
        await writeFile(join(folder, name, 'flags.json'), content);
        await symlink(name, join(folder, '..data_tmp'));
        await rename(join(folder, '..data_tmp'), join(folder, '..data'));
      };
      await edition('..2026_11_26', SEARCH_OFF);
      await symlink(join('..data', 'flags.json'), join(folder, 'flags.json'));
      const provider = new FileProvider(join(folder, 'flags.json'));
      expect((await provider.load()).flags).toMatchObject({ search: { enabled: false } });

      const announcements = await watched(provider);
      await edition('..2026_11_27', SEARCH_ON);
      await rm(join(folder, '..2026_11_26'), { recursive: true });
      await announcements.until(
        async () => expect((await provider.load()).flags).toMatchObject({ search: { enabled: true } }),
        0,
      );
    });

    it('a file that is a link to a folder below, whose edits are found by polling', async () => {
      await mkdir(join(folder, 'release'));
      const target = join(folder, 'release', 'flags.json');
      await writeFile(target, '{ "flags": { "search": true } }');
      await symlink(join('release', 'flags.json'), join(folder, 'flags.json'));
      const clock = new ManualClock();
      const providers = [new FileProvider(join(folder, 'flags.json'))];
      const flags = await FlagManager.create({ clock, providers, cacheTtl: 60, logger: new RecordingLogger() });
      undo.push(() => flags.close());
      await writeFile(target, '{ "flags": { "search": false } }');
      const changed = firstValueFrom(flags.changes$);
      clock.advance(60_000);
      expect(await changed).toMatchObject({ key: 'search', actor: 'provider:file:flags.json' });
      expect(flags.isEnabled('search')).toBe(false);
    });

    it('a file that is a link to another one in its folder, at every edit of either', async () => {
      const provider = await providerOf(SEARCH_OFF, 'flags-42.json');
      await symlink('flags-42.json', join(folder, 'flags.json'));
      const linked = new FileProvider(join(folder, 'flags.json'));
      await linked.load();
      const announcements = await watched(linked);
      await writeFile(join(folder, 'flags-42.json'), SEARCH_ON);
      await announcements.until(async () => expect(await linked.load()).toEqual(await provider.load()), 0);
      expect((await linked.load()).flags).toMatchObject({ search: { enabled: true } });
    });

    it('a folder that is a link', async () => {
      await mkdir(join(folder, 'release-42'));
      await symlink('release-42', join(folder, 'current'));
      const provider = await providerOf(SEARCH_OFF, join('current', 'flags.json'));
      const announcements = await watched(provider);
      await replaceFile(join(folder, 'release-42', 'flags.json'), SEARCH_ON);
      await announcements.beyond(0);
    });

    it('a file that has the name of its folder', async () => {
      await mkdir(join(folder, 'flags'));
      const provider = await providerOf(SEARCH_OFF, join('flags', 'flags'));
      const errors: unknown[] = [];
      const announcements = new Announcements();
      undo.push(
        await provider.watch((error) => {
          if (error !== undefined) errors.push(error);
          announcements.listener();
        }),
      );
      for (const content of [SEARCH_ON, SEARCH_OFF]) {
        const before = announcements.count;
        await replaceFile(join(folder, 'flags', 'flags'), content);
        await announcements.beyond(before);
      }
      expect(errors).toStrictEqual([]);
    });

    it('no other file in the folder', async () => {
      const announcements = await watched(await providerOf(SEARCH_OFF));
      const neighbour = await watched(await providerOf('{}', 'flags.json.bak'));
      await replaceFile(join(folder, 'flags.json.bak'), SEARCH_ON);
      await neighbour.beyond(0);
      await replaceFile(join(folder, 'flags.json.bak'), SEARCH_OFF);
      await neighbour.beyond(1); // by now the first edit would have been announced twice over
      expect(announcements.count).toBe(0);
      await replaceFile(join(folder, 'flags.json'), SEARCH_ON);
      await announcements.beyond(0);
    });

    it('no file in a missing folder, which is an error at once', async () => {
      const provider = new FileProvider(join(folder, 'config', 'flags.json'));
      await expect(provider.watch(() => {})).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    });

    it('for the replacement of its folder, which it reports because the new one is not watched', async () => {
      await mkdir(join(folder, 'config'));
      const provider = await providerOf(SEARCH_OFF, join('config', 'flags.json'));
      const errors: unknown[] = [];
      undo.push(await provider.watch((error) => void (error !== undefined && errors.push(error))));
      await mkdir(join(folder, 'new'));
      await writeFile(join(folder, 'new', 'flags.json'), SEARCH_ON);
      await rename(join(folder, 'config'), join(folder, 'old'));
      await rename(join(folder, 'new'), join(folder, 'config'));
      await eventually(() => expect(errors).toHaveLength(1));
      expect(String(errors[0])).toContain('can no longer be watched');
    });
  });

  describe('under a manager', () => {
    it('keeps the last good flags during a broken edit, reports it, and follows the repair', async () => {
      const { flags, logger } = await managed(await providerOf(SEARCH_ON));
      expect(flags.isEnabled('search')).toBe(true);

      await replaceFile(join(folder, 'flags.json'), '{ "flags": { "search": fals');
      const complaint = await logger.line(/file:flags\.json" failed; its last known definitions stay in force/);
      expect(complaint).toContain('is not valid JSON (line 1');
      expect(flags.isEnabled('search')).toBe(true);
      expect(flags.status()).toMatchObject({ state: 'degraded', providers: [{ state: 'stale', flags: 1 }] });

      await replaceFile(join(folder, 'flags.json'), SEARCH_OFF);
      await logger.line(/file:flags\.json" has recovered/);
      expect(flags.isEnabled('search')).toBe(false);
      expect(flags.status()).toMatchObject({ state: 'ready', providers: [{ state: 'loaded' }] });
    });

    it('keeps the last good flags when one definition becomes unreadable', async () => {
      const { flags, logger } = await managed(await providerOf('{ "flags": { "search": true, "sale": false } }'));
      await replaceFile(join(folder, 'flags.json'), '{ "flags": { "search": false, "sale": { "type": "maybe" } } }');
      expect(await logger.line(/its last known definitions stay in force/)).toContain('sale.type');
      expect(flags.isEnabled('search')).toBe(true);
    });

    it('follows many quick edits to the last one', async () => {
      const { flags } = await managed(await providerOf(SEARCH_OFF));
      for (let i = 0; i < 20; i++) await replaceFile(join(folder, 'flags.json'), i % 2 === 0 ? SEARCH_OFF : SEARCH_ON);
      await eventually(() => expect(flags.isEnabled('search')).toBe(true));
    });

    it('keeps the last good flags when the folder is removed, and polls from then on', async () => {
      await mkdir(join(folder, 'config'));
      const { flags, logger, clock } = await managed(await providerOf(SEARCH_ON, join('config', 'flags.json')));
      await rm(join(folder, 'config'), { recursive: true });
      await logger.line(/Watching a flag provider failed, so it is polled: .*can no longer be watched/);
      await flags.refresh();
      expect(flags.isEnabled('search')).toBe(true);
      expect(flags.status()).toMatchObject({ state: 'degraded', providers: [{ state: 'stale' }] });

      await mkdir(join(folder, 'config'));
      for (const enabled of [false, true]) {
        await writeFile(join(folder, 'config', 'flags.json'), enabled ? SEARCH_ON : SEARCH_OFF);
        await eventually(() => {
          clock.advance(60_000);
          expect(flags.isEnabled('search')).toBe(enabled);
        });
      }
      expect(flags.status().state).toBe('ready');
    });

    it('starts without a folder and polls until it exists, and after that', async () => {
      const { flags, clock } = await managed(new FileProvider(join(folder, 'config', 'flags.json')));
      expect(flags.status()).toMatchObject({ state: 'degraded', providers: [{ state: 'failed' }] });
      expect(flags.evaluate('search').reason).toBe('provider_error');
      await mkdir(join(folder, 'config'));
      for (const enabled of [true, false]) {
        await writeFile(join(folder, 'config', 'flags.json'), enabled ? SEARCH_ON : SEARCH_OFF);
        await eventually(() => {
          clock.advance(60_000);
          expect(flags.evaluate('search').value).toBe(enabled);
        });
      }
    });
  });
});
