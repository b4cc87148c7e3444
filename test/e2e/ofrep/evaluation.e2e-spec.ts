import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { adapters } from '../../support/http-app.js';
import { BULK, flagIn, keysIn, ofrepApps } from './ofrep-app.js';

describe.each(adapters)('The evaluation of one flag over OFREP on $name', (adapter) => {
  const start = ofrepApps(adapter);

  it('has its value, variant, reason and metadata', async () => {
    const app = await start({ public: true });
    const visitor = { targetingKey: 'visitor-1' };
    const flag = await app.evaluate(visitor, { key: 'new_checkout' });
    expect(flag.status).toBe(200);
    expect(flag.body).toStrictEqual({
      key: 'new_checkout',
      value: true,
      reason: 'STATIC',
      metadata: { team: 'checkout' },
    });
    expect((await app.evaluate(visitor, { key: 'theme' })).body).toStrictEqual({
      key: 'theme',
      value: { color: 'blue', steps: 2 },
      variant: 'modern',
      reason: 'STATIC',
    });
  });

  it('has no value if the flag is disabled, so that the caller uses its default', async () => {
    const app = await start({ public: true });
    const { status, body } = await app.evaluate({ targetingKey: 'visitor-1' }, { key: 'old_search' });
    expect([status, body]).toStrictEqual([200, { key: 'old_search', reason: 'DISABLED' }]);
  });

  it('answers a flag that is not for clients exactly as an undefined one', async () => {
    const app = await start({ public: true });
    const hidden = await app.evaluate({ targetingKey: 'visitor-1' }, { key: 'prices' });
    const missing = await app.evaluate({ targetingKey: 'visitor-1' }, { key: 'absent' });
    expect([hidden.status, missing.status]).toStrictEqual([404, 404]);
    expect(hidden.body).toStrictEqual({
      key: 'prices',
      errorCode: 'FLAG_NOT_FOUND',
      errorDetails: 'The flag was not found.',
    });
    expect({ ...(missing.body as object), key: 'prices' }).toStrictEqual(hidden.body);
    expect([...missing.headers.keys()].toSorted()).toStrictEqual([...hidden.headers.keys()].toSorted());
  });

  it('is answered with 404 for a key that no flag can have', async () => {
    const app = await start({ public: true });
    for (const key of ['../prices', 'a b', '__proto__', '%', 'ü']) {
      expect((await app.evaluate({ targetingKey: 'visitor-1' }, { key })).body).toMatchObject({
        key,
        errorCode: 'FLAG_NOT_FOUND',
      });
    }
  });

  it('rejects a malformed path with 400, which Fastify answers in its own form', async () => {
    const app = await start({ public: true });
    const { status, text } = await app.app.ask(`${BULK}/%`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"context":{}}',
    });
    expect([status, JSON.parse(text)]).toMatchObject([
      400,
      adapter.name === 'Fastify' ? { code: 'FST_ERR_BAD_URL' } : { key: '%', errorCode: 'PARSE_ERROR' },
    ]);
  });

  it('applies overrides', async () => {
    const app = await start({ public: true });
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    expect((await app.evaluate({ targetingKey: 'visitor-1' }, { key: 'new_checkout' })).body).toMatchObject({
      value: false,
      reason: 'TARGETING_MATCH',
    });
  });

  it('evaluates flags for the signed-in user, even if the body names another one', async () => {
    const app = await start({ public: true });
    const body = { targetingKey: 'ada', plan: 'premium' };
    const valueFor = async (user: string | undefined, key: string) => {
      const { body: answer } = await app.evaluate(body, { key, ...(user === undefined ? {} : { user }) });
      return (answer as { readonly value: unknown }).value;
    };
    expect(await valueFor('ada', 'early_access')).toBe(true);
    expect(await valueFor('eve', 'early_access')).toBe(false);
    expect(await valueFor(undefined, 'early_access')).toBe(false);
    expect(await valueFor('eve', 'premium')).toBe(false);
  });
});

describe.each(adapters)('The evaluation of all flags over OFREP on $name', (adapter) => {
  const start = ofrepApps(adapter);

  it('has the flags that are marked for clients', async () => {
    const app = await start({ public: true });
    const all = await app.evaluate({ targetingKey: 'visitor-1' });
    expect(all.status).toBe(200);
    expect(keysIn(all)).toStrictEqual(['early_access', 'new_checkout', 'old_search', 'premium', 'rollout', 'theme']);
    expect(flagIn(all, 'old_search')).toStrictEqual({ key: 'old_search', reason: 'DISABLED' });
  });

  it('has only the flags that the visibility predicate shows', async () => {
    const app = await start({
      public: true,
      visibility: (flag, { context }) => flag.key !== 'early_access' || context.userId === 'ada',
    });
    expect(keysIn(await app.evaluate({}, { user: 'ada' }))).toContain('early_access');
    expect(keysIn(await app.evaluate({}, { user: 'eve' }))).not.toContain('early_access');
    expect((await app.evaluate({}, { user: 'eve', key: 'early_access' })).status).toBe(404);
  });

  it('is answered with 304 and without a body while nothing has changed', async () => {
    const app = await start({ public: true });
    const visitor = { targetingKey: 'visitor-1' };
    const first = await app.evaluate(visitor);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    const again = await app.evaluate(visitor, { headers: { 'if-none-match': `W/"other", ${tag}` } });
    expect([again.status, again.body, again.headers.get('etag')]).toStrictEqual([304, undefined, tag]);

    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    const changed = await app.evaluate(visitor, { headers: { 'if-none-match': tag } });
    expect(changed.status).toBe(200);
    expect(flagIn(changed, 'new_checkout')).toMatchObject({ value: false });
  });

  it('has another entity tag for another user, even if all flags have the same answers', async () => {
    const app = await start({ public: true });
    const tagOf = async (user: string) => (await app.evaluate({}, { user })).headers.get('etag');
    expect(await tagOf('bob')).toBe(await tagOf('bob'));
    expect(await tagOf('bob')).not.toBe(await tagOf('eve'));
  });

  it('has another entity tag once time has changed an answer', async () => {
    const clock = new ManualClock('2026-11-26T23:59:59Z');
    const app = await start(
      { public: true },
      {
        options: { clock },
        flags: { sale: { type: 'time_based', start: '2026-11-27T00:00:00Z', client: true } },
      },
    );
    const visitor = { targetingKey: 'visitor-1' };
    const tag = (await app.evaluate(visitor)).headers.get('etag') ?? '';
    expect((await app.evaluate(visitor, { headers: { 'if-none-match': tag } })).status).toBe(304);
    clock.advance(1000);
    const open = await app.evaluate(visitor, { headers: { 'if-none-match': tag } });
    expect([open.status, flagIn(open, 'sale')]).toStrictEqual([200, expect.objectContaining({ value: true })]);
  });

  it('counts as a use of each flag that it has', async () => {
    const app = await start({ public: true }, { options: { usage: true } });
    await app.evaluate({ targetingKey: 'visitor-1' });
    const { flags } = await app.app.flags.getUsage();
    expect(flags.find(({ key }) => key === 'new_checkout')?.answers).toMatchObject([{ enabled: true, count: 1 }]);
    expect(flags.find(({ key }) => key === 'prices')?.answers).toStrictEqual([]);
  });

  it('is kept out of every cache, and readable by scripts of other origins', async () => {
    const app = await start({ public: true });
    const { headers } = await app.evaluate({ targetingKey: 'visitor-1' });
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('access-control-expose-headers')).toBe('ETag, Retry-After');
    expect(headers.get('vary')).toBe('Authorization, Cookie, X-API-Key');
  });
});

describe.each(adapters)('An invalid request over OFREP on $name', (adapter) => {
  const start = ofrepApps(adapter);
  const json = { 'content-type': 'application/json' };

  it.each([
    ['{', 400, 'PARSE_ERROR'],
    ['[]', 400, 'PARSE_ERROR'],
    ['{}', 400, 'INVALID_CONTEXT'],
    ['{"context":null}', 400, 'INVALID_CONTEXT'],
    ['{"context":{"targetingKey":1}}', 400, 'INVALID_CONTEXT'],
    ['{"context":{}}', 400, 'TARGETING_KEY_MISSING'],
    [`{"context":{"targetingKey":"${'a'.repeat(70_000)}"}}`, 413, 'PARSE_ERROR'],
  ])('with the body %.40s is answered with %i and %s', async (body, status, errorCode) => {
    const app = await start({ public: true });
    for (const target of ['/ofrep/v1/evaluate/flags', '/ofrep/v1/evaluate/flags/theme']) {
      const answer = await app.send('', target, { body, headers: json });
      expect([answer.status, answer.body]).toStrictEqual([
        status,
        { ...(target.endsWith('theme') ? { key: 'theme' } : {}), errorCode, errorDetails: expect.any(String) },
      ]);
    }
  });

  it('with another content type is answered with 415', async () => {
    const app = await start({ public: true });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const { status, body } = await app.send('', '/ofrep/v1/evaluate/flags', {
        body: '{"context":{}}',
        headers: { 'content-type': type },
      });
      expect([status, body]).toMatchObject([415, { errorCode: 'PARSE_ERROR' }]);
    }
  });

  it('without a targeting key is evaluated for an anonymous user if it is optional', async () => {
    const app = await start({ public: true, context: { targetingKey: 'optional' } });
    const all = await app.evaluate({});
    expect(all.status).toBe(200);
    expect(flagIn(all, 'new_checkout')).toMatchObject({ value: true });
  });
});
