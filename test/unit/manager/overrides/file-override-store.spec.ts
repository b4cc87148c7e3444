import { describe, expect, it, jest } from '@jest/globals';
import { access, open, readdir, readFile, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditEntry } from '../../../../lib/manager/audit/audit-entry.js';
import { FileOverrideStore } from '../../../../lib/manager/overrides/file-override-store.js';
import type { OverrideState } from '../../../../lib/manager/overrides/override-store.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers, settled } from '../managers.js';
import { tempFolder } from '../temp-folder.js';

const start = managers();
const path = tempFolder();
const exists = (name: string) =>
  access(name).then(
    () => true,
    () => false,
  );

const files = () => ({
  initialFlags: shopFlags,
  overridesFile: path('overrides.json'),
  auditLogFile: path('audit.jsonl'),
});

const lastChange: AuditEntry = {
  id: '3a4bb5be-3d1c-4a4a-9d0e-6d1d5b3a2f10',
  version: 7,
  time: '2026-01-01T00:00:00.000Z',
  actor: 'ops',
  action: 'override_set',
  key: 'theme',
  before: null,
  after: null,
  origin: 'api',
};
const state: OverrideState = {
  overrides: [
    { key: 'theme', serve: { value: { background: 'ümlaut\n' } }, actor: 'ops', createdAt: '2026-01-01T00:00:00.000Z' },
    {
      key: 'search',
      serve: { variant: 'classic' },
      unit: 'ada',
      expiresAt: '2026-01-02T00:00:00.000Z',
      actor: 'ops',
      reason: 'incident 7',
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  ],
  lastChange,
};

describe('The overrides file', () => {
  it('takes the next change after one of which nobody knows if it is safe', async () => {
    const store = new FileOverrideStore(path('overrides.json'));
    await store.load();
    await store.save(state);
    const handle = await open(path('overrides.json'), 'r');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const sync = jest.spyOn(prototype, 'sync').mockResolvedValueOnce().mockRejectedValueOnce(new Error('EIO')); // the folder
    await expect(store.save({ overrides: [] })).rejects.toMatchObject({ code: 'OVERRIDE_STORE_FAILED' });
    sync.mockRestore();
    await store.save(state);
    expect(await new FileOverrideStore(path('overrides.json')).load()).toEqual(state);
  });

  it('gives back what was saved, to a store of another process as well', async () => {
    const store = new FileOverrideStore(path('overrides.json'));
    expect(await store.load()).toEqual({ overrides: [] });
    await store.save(state);
    expect(await store.load()).toEqual(state);
    expect(await new FileOverrideStore(path('overrides.json')).load()).toEqual(state);
  });

  it('gives nothing that can be altered', async () => {
    const store = new FileOverrideStore(path('overrides.json'));
    await store.save(state);
    const { overrides, lastChange: change } = await store.load();
    expect([Object.isFrozen(overrides[0]), Object.isFrozen(overrides[0]?.serve), Object.isFrozen(change)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("is its owner's only, and alone in its folder", async () => {
    const store = new FileOverrideStore(path('state/overrides.json'));
    await store.load();
    await store.save(state);
    expect((await stat(path('state/overrides.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(path('state'))).toEqual(['overrides.json']);
  });

  it('is not made before there is something to keep', async () => {
    await start({ initialFlags: shopFlags, overridesFile: path('overrides.json') });
    expect(await exists(path('overrides.json'))).toBe(false);
  });

  it('loses its unfinished copy when it is opened', async () => {
    await writeFile(path('overrides.json.tmp'), '{"format":1,"overr');
    await start({ overridesFile: path('overrides.json') });
    expect(await readdir(dirname(path('x')))).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"format":1,"overr', 'remove it to start without overrides'],
    ['is empty', '', 'remove it to start without overrides'],
    ['is a list', '[]', 'its "format" is not 1'],
    ['is null', 'null', 'remove it to start without overrides'],
    ['has another format', '{"format":2,"overrides":[]}', 'its "format" is not 1'],
    ['has no overrides', '{"format":1}', 'no list of "overrides"'],
    ['has overrides that are no list', '{"format":1,"overrides":{}}', 'no list of "overrides"'],
    ['holds a broken override', '{"format":1,"overrides":[{"key":"has space"}]}', 'key: is not a legal flag key'],
    ['holds an override that would pollute', '{"format":1,"overrides":[{"__proto__":{"x":1}}]}', '__proto__'],
  ])('that %s fails the start, by its name and with what to do, and is left alone', async (_, text, message) => {
    await writeFile(path('overrides.json'), text);
    const starting = start({ initialFlags: shopFlags, overridesFile: path('overrides.json') });
    await expect(starting).rejects.toMatchObject({
      code: 'OVERRIDE_STORE_FAILED',
      message: expect.stringMatching(/overrides\.json cannot be read[^]*"overridesFile"/),
    });
    await expect(starting).rejects.toThrow(message);
    expect(await readFile(path('overrides.json'), 'utf8')).toBe(text);
  });

  it('does not show its text in an error', async () => {
    await writeFile(path('overrides.json'), '{"secret-token": ');
    await expect(new FileOverrideStore(path('overrides.json')).load()).rejects.not.toThrow('secret-token');
  });

  it('that somebody else has changed is not overwritten', async () => {
    const { flags } = await start({ initialFlags: shopFlags, overridesFile: path('overrides.json') });
    await flags.disable('catalogue');
    const foreign = '{"format":1,"overrides":[]}';
    await writeFile(path('overrides.json'), foreign);
    await expect(flags.disable('sale')).rejects.toMatchObject({
      code: 'OVERRIDE_STORE_FAILED',
      message: expect.stringContaining('somebody else has changed it'),
    });
    expect(await readFile(path('overrides.json'), 'utf8')).toBe(foreign);
    expect([flags.getOverride('sale'), flags.isEnabled('catalogue')]).toEqual([undefined, false]);
    expect(await auditOf(flags)).toHaveLength(1);
  });

  it('that appeared or vanished meanwhile is not overwritten', async () => {
    const one = await start({ overridesFile: path('overrides.json') });
    const two = await start({ overridesFile: path('overrides.json') });
    await one.flags.disable('catalogue');
    await expect(two.flags.disable('sale')).rejects.toThrow('somebody else has changed it');
    await writeFile(path('overrides.json'), '');
    await expect(one.flags.disable('sale')).rejects.toThrow('somebody else has changed it');
  });

  it('that cannot be written refuses the change, which is not made', async () => {
    await writeFile(path('folder'), 'a file where a folder should be');
    await expect(start({ overridesFile: path('folder/overrides.json') })).rejects.toMatchObject({
      code: 'OVERRIDE_STORE_FAILED',
      message: expect.stringContaining('"overridesFile"'),
    });
    const store = new FileOverrideStore(path('folder/overrides.json'));
    await expect(store.save(state)).rejects.toMatchObject({ code: 'OVERRIDE_STORE_FAILED' });
    expect(await readFile(path('folder'), 'utf8')).toBe('a file where a folder should be');
  });
});

describe('A restart', () => {
  it('forgets no override, no audit entry and no number', async () => {
    const one = await start(files());
    await one.flags.disable('catalogue', { actor: 'ops', reason: 'incident 7' });
    await one.flags.setOverride('search', 'semantic', { unit: 'ada' });
    await one.flags.setOverride('theme', { value: { background: 'red' } });
    await one.flags.enable('sale');
    await one.flags.clearOverride('sale');
    const [overrides, log] = [one.flags.getOverrides(), await auditOf(one.flags)];
    await one.flags.close();

    const two = await start(files());
    expect(two.flags.getOverrides()).toEqual(overrides);
    expect(two.flags.isEnabled('catalogue')).toBe(false);
    expect(two.flags.getVariant('search', '', { userId: 'ada' })).toBe('semantic');
    expect(two.flags.getValue('theme', {})).toEqual({ background: 'red' });
    expect(await auditOf(two.flags)).toEqual(log);
    expect(two.flags.status().version).toBe(5);
    await two.flags.clearOverride('catalogue');
    expect((await auditOf(two.flags)).at(-1)).toMatchObject({ version: 6, before: overrides[0] });
  });

  it('adds the audit entry that a crash has cut off, once', async () => {
    const one = await start(files());
    await one.flags.disable('catalogue');
    await one.flags.disable('sale', { actor: 'ops' });
    const log = await auditOf(one.flags);
    await one.flags.close();
    const lines = (await readFile(path('audit.jsonl'), 'utf8')).split('\n');
    await writeFile(path('audit.jsonl'), `${lines[0]}\n${lines[1]?.slice(0, 40)}`);

    for (let i = 0; i < 2; i++) {
      const { flags } = await start(files());
      expect(await auditOf(flags)).toEqual(log);
      await flags.close();
    }
  });

  it('goes on numbering when the audit log is gone', async () => {
    const one = await start(files());
    await one.flags.disable('catalogue');
    await one.flags.disable('sale');
    await one.flags.close();
    const { flags } = await start({ ...files(), auditLogFile: path('new.jsonl') });
    await flags.clearOverride('sale');
    expect((await auditOf(flags)).map(({ version }) => version)).toEqual([2, 3]);
  });

  it('ends, with the one that follows it, what expired while nobody was there', async () => {
    const one = await start(files());
    for (const unit of ['ada', 'bob', 'eve']) {
      await one.flags.disable('catalogue', { unit, expiresAt: new Date(one.clock.now() + 1000) });
    }
    await one.flags.close();
    one.clock.advance(2000);
    const { flags } = await start({ ...files(), clock: one.clock });
    expect(flags.getOverrides()).toEqual([]);
    expect((await auditOf(flags)).map(({ action, version }) => [action, version]).slice(3)).toEqual([
      ['override_expired', 4],
      ['override_expired', 5],
      ['override_expired', 6],
    ]);
    await settled();
  });
});
