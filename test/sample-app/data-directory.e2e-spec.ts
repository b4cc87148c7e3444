import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

describe('FLAGS_DATA_DIR of the sample app', () => {
  const running: SampleApp[] = [];
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(async () => {
    for (const app of running.splice(0)) await app.stop('SIGKILL');
    await directory.remove();
  });

  async function start(folder = directory.path): Promise<{ app: SampleApp; operator: Operator }> {
    const app = await SampleApp.start({ FLAGS_DATA_DIR: folder });
    running.push(app);
    return { app, operator: new Operator(app) };
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)('keeps overrides and audit log over %s and a restart', async (signal) => {
    const before = await start();
    await before.operator.override('beta_search', { value: true, reason: 'taken back later' });
    await before.operator.clear('beta_search');
    await before.operator.override('checkout_theme', { value: 'bold', reason: 'photo shoot' });
    await before.operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    const flags = (await before.operator.get('/ops/flags')).body;
    const log = (await before.operator.get('/ops/audit')).body;
    await before.app.stop(signal);

    const after = await start();
    expect((await after.app.get('/checkout')).body).toMatchObject({ checkout: 'legacy' });
    expect((await after.app.get('/theme')).body).toMatchObject({ theme: 'bold' });
    expect((await after.operator.get('/ops/flags')).body).toEqual(flags);
    expect((await after.operator.get('/ops/audit')).body).toEqual(log);
    expect(log).toMatchObject({ entries: { length: 4 } });

    expect((await after.operator.clear('new_checkout')).status).toBe(204);
    expect((await after.operator.get('/ops/audit?limit=1')).body).toMatchObject({ entries: [{ version: 5 }] });
  });

  it('is created if it does not exist', async () => {
    const folder = join(directory.path, 'var', 'flags');
    const { operator } = await start(folder);
    expect((await operator.override('new_checkout', { value: false, reason: 'kept' })).status).toBe(200);
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toContain('"reason":"kept"');
  });

  it('is optional: without it, everything is forgotten', async () => {
    const first = await start('');
    await first.operator.override('new_checkout', { value: false, reason: 'forgotten' });
    await first.app.stop();
    const second = await start('');
    expect((await second.app.get('/checkout')).body).toMatchObject({ checkout: 'new' });
    expect((await second.operator.get('/ops/audit')).body).toEqual({ entries: [] });
  });

  it.each([
    ['audit.jsonl', '{ "not":\n'],
    ['state.json', '{ "not": '],
  ])('stops the start if it is unreadable, naming %s', async (name, text) => {
    await writeFile(join(directory.path, name), text);
    await expect(start()).rejects.toThrow(name);
  });
});
