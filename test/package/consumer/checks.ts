import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, timeout } from 'rxjs';
import { FileStore, FileProvider, FlagErrorCode, FlagManager } from 'nestjs-feature-flags';
import { ManualClock } from 'nestjs-feature-flags/testing';
import { PREMIUM_USERS, type Answers, type Seen } from './app.js';

/** What an app must do, by what a failure is reported as. */
export type Check = (url: string, flags: FlagManager) => Promise<void>;

export const checks: Readonly<Record<string, Check>> = {
  'a gated route does not exist for a stranger': async (url) => {
    const nowhere = await fetch(`${url}/nowhere`);
    for (const response of [await fetch(`${url}/premium`), await get(`${url}/premium`, 'mallory')]) {
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('content-type'), nowhere.headers.get('content-type'));
    }
  },

  'a gated route is there for the listed user': async (url) => {
    const response = await get(`${url}/premium`, 'ada');
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'premium');
  },

  'a singleton service knows the user of each of 50 requests at once': async (url) => {
    const users = Array.from({ length: 50 }, (_, i) => `user-${i}`);
    const seen = await Promise.all(users.map((user, i) => seenBy(url, user, i % 4 < 2 ? 'GET' : 'POST')));
    const expected = users.map((user) => ({ user, premium: PREMIUM_USERS.includes(user), table: false }));
    assert.deepEqual(seen, expected);
    assert.deepEqual(await seenBy(url, 'ada', 'POST'), { user: 'ada', premium: true, table: true });
  },

  'a method falls back': async (url) => {
    assert.equal(await (await get(`${url}/checkout`, 'ada')).text(), 'new cart');
    assert.equal(await (await get(`${url}/checkout`, 'mallory')).text(), 'legacy cart');
  },

  'an interceptor falls back': async (url) => {
    assert.equal(await (await get(`${url}/intercepted`, 'ada')).text(), 'intercepted');
    assert.equal(await (await get(`${url}/intercepted`, 'mallory')).text(), 'instead');
  },

  'parameters receive their answers': async (url) => {
    const answers = (await (await get(`${url}/answers`, 'ada')).json()) as Answers;
    assert.deepEqual(answers, {
      enabled: true,
      theme: 'modern',
      size: 50,
      reason: 'attribute_match',
      userId: 'ada',
    } satisfies Answers);
  },

  'an operator closes the route, and it is on record': async (url, flags) => {
    await flags.disable('premium_tier', { actor: 'ops' });
    assert.equal((await get(`${url}/premium`, 'ada')).status, 404);
    await flags.clearOverride('premium_tier', { actor: 'ops' });
    assert.equal((await get(`${url}/premium`, 'ada')).status, 200);
    const { entries } = await flags.getAuditLog();
    assert.deepEqual(
      entries.map(({ actor }) => actor),
      ['ops', 'ops'],
    );
  },

  'a browser gets the flags that are marked for it, and hears of changes': async (url, flags) => {
    const target = `${url}/ofrep/v1/evaluate/flags`;
    const all = await ask(target);
    assert.equal(all.status, 200);
    const { flags: answers } = (await all.json()) as { readonly flags: unknown };
    assert.deepEqual(answers, [{ key: 'page_size', value: 50, variant: 'large', reason: 'STATIC' }]);
    const tag = { 'if-none-match': all.headers.get('etag') ?? '' };
    assert.equal((await ask(target, tag)).status, 304);
    assert.equal((await ask(`${target}/premium_tier`)).status, 404);

    const stream = await fetch(`${url}/ofrep/v1/events`, { signal: AbortSignal.timeout(10_000) });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await flags.disable('page_size', { actor: 'ops' });
    let text = '';
    while (!text.includes('refetchEvaluation')) text += (await reader?.read())?.value ?? assert.fail('no event');
    assert.equal((await ask(target, tag)).status, 200);
    await flags.clearOverride('page_size', { actor: 'ops' });
  },

  'a JSON file is read and watched': async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'flags.json');
      await writeFile(file, JSON.stringify({ flags: { from_table: false } }));
      const flags = await FlagManager.create({ providers: [new FileProvider(file)] });
      try {
        assert.equal(flags.isEnabled('from_table'), false);
        const noticed = firstValueFrom(flags.changes$.pipe(timeout(10_000)));
        await writeFile(file, JSON.stringify({ flags: { from_table: true } }));
        await noticed;
        assert.equal(flags.isEnabled('from_table'), true);
      } finally {
        await flags.close();
      }
    });
  },

  'a YAML file asks for the package that reads it': async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'flags.yaml');
      await writeFile(file, 'flags:\n  from_table: true\n');
      const error = await new FileProvider(file).load().then(
        () => assert.fail('it was read without the package'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof Error);
      assert.match(error.message, /npm install js-yaml/);
      assert.ok(codesOf(error).includes(FlagErrorCode.MissingPackage), `codes: ${codesOf(error).join(', ')}`);
    });
  },

  'a folder keeps a kill switch over a restart': async () => {
    await inFolder(async (folder) => {
      const initialFlags = { from_table: true };
      const before = await FlagManager.create({ initialFlags, store: new FileStore(folder) });
      await before.disable('from_table', { actor: 'ops' });
      await before.close();
      const after = await FlagManager.create({ initialFlags, store: new FileStore(folder) });
      assert.equal(after.isEnabled('from_table'), false);
      await after.close();
    });
  },

  'the testing entry point has a clock for the same manager': async () => {
    const clock = new ManualClock('2026-11-26T23:59:59Z');
    const sale = { type: 'time_based', start: '2026-11-27T00:00:00Z' } as const;
    const flags = await FlagManager.create({ clock, initialFlags: { sale } });
    assert.equal(flags.isEnabled('sale'), false);
    clock.advance(1000);
    assert.equal(flags.isEnabled('sale'), true);
    await flags.close();
  },
};

function get(url: string, user: string): Promise<Response> {
  return fetch(url, { headers: { 'x-user': user } });
}

/** Evaluates flags for a visitor. */
function ask(target: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify({ context: { targetingKey: 'visitor-1' } });
  return fetch(target, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

/** With a body, too: reading one is where an ambient context is easily lost. */
async function seenBy(url: string, user: string, method: 'GET' | 'POST'): Promise<Seen> {
  const response = await (method === 'GET' ? get(`${url}/seen`, user) : post(`${url}/seen`, user));
  assert.equal(response.status, 200);
  return (await response.json()) as Seen;
}

function post(url: string, user: string): Promise<Response> {
  const body = JSON.stringify({ padding: 'x'.repeat(10_000) });
  return fetch(url, { method: 'POST', headers: { 'x-user': user, 'content-type': 'application/json' }, body });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'feature-flags-consumer-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [...('code' in error ? [String(error.code)] : []), ...codesOf(error.cause)];
}
