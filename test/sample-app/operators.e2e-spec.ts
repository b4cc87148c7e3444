import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

const KEYS = [
  'new_checkout',
  'premium_tier',
  'checkout/gift_wrap',
  'beta_search',
  'checkout_theme',
  'black_friday_sale',
  'beta_program',
  'express_checkout',
  'live_prices',
  'restock_job',
];

describe('The operators of the sample app', () => {
  let app: SampleApp;
  let operator: Operator;
  beforeAll(async () => {
    app = await SampleApp.start();
    operator = new Operator(app);
  });
  afterEach(async () => {
    for (const key of KEYS) await operator.clear(key);
  });
  afterAll(async () => {
    await app.stop();
  });

  describe.each([
    { method: 'GET', path: '/ops/flags' },
    { method: 'GET', path: '/ops/flags/new_checkout' },
    { method: 'GET', path: '/ops/flags/new_checkout/explain' },
    { method: 'PUT', path: '/ops/flags/new_checkout/override' },
    { method: 'DELETE', path: '/ops/flags/new_checkout/override' },
    { method: 'GET', path: '/ops/audit' },
  ])('at $method $path', ({ method, path }) => {
    it.each([
      ['no header', undefined],
      ['another token', 'Bearer demo-operator2'],
      ['the beginning of the token', 'Bearer demo-operato'],
      ['the token in other letters', 'Bearer Demo-Operator'],
      ['no token', 'Bearer'],
      ['another scheme', 'Basic demo-operator'],
      ['no scheme', 'demo-operator'],
      ['more than the token', 'Bearer demo-operator demo-operator'],
    ])('are rejected with %s', async (_, authorization) => {
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
      const body = method === 'PUT' ? JSON.stringify({ value: false, reason: 'mischief' }) : null;
      const answer = await app.fetch(path, { method, headers, body });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.body).toEqual({
        message: 'Operators only: send the header "authorization: Bearer <token>".',
        error: 'Unauthorized',
        statusCode: 401,
      });
      expect((await app.get('/checkout')).body).toMatchObject({ checkout: 'new' });
    });
  });

  it('may write the scheme of their token in lower case, as RFC 9110 has it', async () => {
    expect((await app.get('/ops/flags', { authorization: 'bearer demo-operator' })).status).toBe(200);
  });

  it('are not customers, and a customer is no operator, whatever the plan', async () => {
    expect((await app.get('/ops/flags', { 'x-user-id': 'operator@example.com' })).status).toBe(401);
  });

  it('list all flags with definitions and overrides', async () => {
    await operator.override('checkout_theme', { value: 'bold', reason: 'photo shoot' });
    const { status, body } = await operator.get('/ops/flags');
    expect(status).toBe(200);
    expect(body).toEqual(
      KEYS.map((key) => ({
        key,
        definition: expect.objectContaining({ key, type: expect.any(String), enabled: true }),
        override: key === 'checkout_theme' ? expect.objectContaining({ serve: { variant: 'bold' } }) : null,
      })),
    );
  });

  it.each([
    ['new_checkout', { enabled: true, value: true, reason: 'enabled' }],
    ['premium_tier?plan=premium', { enabled: true, value: true, reason: 'attribute_match' }],
    ['premium_tier?userId=dave&plan=free', { enabled: false, value: false, reason: 'attribute_mismatch' }],
    ['premium_tier', { enabled: false, value: false, reason: 'attribute_mismatch' }],
    ['beta_search?userId=carol', { enabled: true, value: true, reason: 'percentage_rollout' }],
    ['beta_search?userId=dave', { enabled: false, value: false, reason: 'not_in_rollout' }],
    ['beta_search?userId=', { enabled: false, value: false, reason: 'no_bucketing_key' }],
    ['beta_program?plan=beta&country=FR', { enabled: true, value: true, reason: 'attribute_match' }],
    ['checkout_theme?userId=bob', { enabled: true, variant: 'bold', value: { accent: '#b91c1c' }, reason: 'variant' }],
    ['checkout%2Fgift_wrap?userId=ada', { enabled: true, value: true, reason: 'user_list' }],
    ['checkout%2Fgift_wrap?userId=dave', { enabled: false, value: false, reason: 'not_in_user_list' }],
  ])('see what a user gets, and why: %s', async (query, answer) => {
    const { status, body } = await operator.get(`/ops/flags/${query}`);
    expect(status).toBe(200);
    expect(body).toEqual({ key: decodeURIComponent(query.replace(/\?.*/, '')), ...answer });
  });

  it('see the answer for the given user, not for themselves', async () => {
    const headers = { authorization: 'Bearer demo-operator', 'x-user-id': 'carol', 'x-user-plan': 'premium' };
    expect((await app.get('/ops/flags/premium_tier?userId=dave', headers)).body).toMatchObject({ enabled: false });
    expect((await app.get('/ops/flags/beta_search', headers)).body).toMatchObject({ reason: 'no_bucketing_key' });
  });

  it('get an error for an unknown flag', async () => {
    for (const answer of [
      await operator.get('/ops/flags/new_chekout'),
      await operator.get('/ops/flags/new_chekout/explain'),
      await operator.override('new_chekout', { value: false, reason: 'a slip of the pen' }),
      await operator.get('/ops/flags/constructor'),
      await operator.get('/ops/flags/checkout%2Fnothing'),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ statusCode: 404, message: expect.stringMatching(/^No flag "/) });
    }
  });

  it.each(['a b', '__proto__', 'a'.repeat(129), 'é', '/checkout'])(
    'get an error for an invalid key: %s',
    async (key) => {
      for (const answer of [
        await operator.get(`/ops/flags/${encodeURIComponent(key)}`),
        await operator.get(`/ops/flags/${encodeURIComponent(key)}/explain`),
        await operator.override(key, { value: true, reason: 'why not' }),
        await operator.clear(key),
      ]) {
        expect(answer.status).toBe(400);
        expect(answer.body).toMatchObject({ statusCode: 400, code: 'INVALID_FLAG_KEY' });
      }
    },
  );

  it('turn a flag off for everyone, at once and however it is evaluated, and undo it', async () => {
    const { status, body } = await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    expect(status).toBe(200);
    expect(body).toEqual({
      key: 'new_checkout',
      serve: { enabled: false },
      actor: 'operator@example.com',
      reason: 'payments are failing',
      createdAt: expect.any(String),
    });
    expect((await app.get('/checkout')).body).toMatchObject({ checkout: 'legacy' });
    expect((await app.get('/flags')).body).toContainEqual({ key: 'new_checkout', enabled: false, value: false });
    expect((await operator.get('/ops/flags/new_checkout')).body).toMatchObject({ reason: 'override' });

    expect(await operator.clear('new_checkout')).toMatchObject({ status: 204, body: '' });
    expect((await app.get('/checkout')).body).toMatchObject({ checkout: 'new' });
  });

  it.each([
    ['premium_tier', '/premium', (status: number) => status === 200],
    ['black_friday_sale', '/sale', (_: number, body: unknown) => JSON.stringify(body).includes('"sale":true')],
    ['beta_program', '/beta', (_: number, body: unknown) => JSON.stringify(body).includes('"member":true')],
    ['express_checkout', '/express', (status: number) => status === 200],
    ['beta_search', '/search?q=lamp', (_: number, body: unknown) => JSON.stringify(body).includes('semantic')],
    ['checkout/gift_wrap', '/checkout', (_: number, body: unknown) => JSON.stringify(body).includes('"giftWrap":true')],
  ])('turn %s on and off for everyone', async (key, path, isOn) => {
    for (const value of [true, false, true]) {
      expect((await operator.override(key, { value, reason: 'rehearsal' })).status).toBe(200);
      const { status, body } = await app.get(path);
      expect(isOn(status, body)).toBe(value);
    }
  });

  it('serve one variant to everyone', async () => {
    await operator.override('checkout_theme', { value: 'modern', reason: 'photo shoot' });
    for (const headers of [{}, { 'x-user-id': 'ada' }, { 'x-user-id': 'bob' }]) {
      expect((await app.get('/theme', headers)).body).toEqual({ theme: 'modern', accent: '#0f766e' });
    }
  });

  it('let an override expire, which is in the audit log', async () => {
    const expiresAt = new Date(Date.now() + 2000).toISOString();
    const set = await operator.override('new_checkout', { value: false, reason: 'for a moment', expiresAt });
    expect(set).toMatchObject({ status: 200, body: { expiresAt } });
    expect((await app.get('/checkout')).body).toMatchObject({ checkout: 'legacy' });

    const patience = Date.now() + 10_000;
    let newest: unknown;
    do newest = (await operator.get('/ops/audit?key=new_checkout&limit=1')).body;
    while (!JSON.stringify(newest).includes('override_expired') && Date.now() < patience);
    expect(newest).toMatchObject({ entries: [{ action: 'override_expired', actor: 'expiry', after: null }] });
    expect((await app.get('/checkout')).body).toMatchObject({ checkout: 'new' });
    expect((await operator.clear('new_checkout')).status).toBe(404);
  });

  it.each([
    ['no body', '', ['"value" must be', '"reason" must be']],
    ['a list', '[]', ['Send a JSON object']],
    ['nothing in it', '{}', ['"value" must be', '"reason" must be']],
    ['a value that is a number', '{"value":1,"reason":"r"}', ['"value" must be']],
    ['a value that is null', '{"value":null,"reason":"r"}', ['"value" must be']],
    ['a value that is an object', '{"value":{"value":1},"reason":"r"}', ['"value" must be']],
    ['an empty variant', '{"value":"","reason":"r"}', ['"value" must be']],
    ['no reason', '{"value":true}', ['"reason" must be']],
    ['a blank reason', '{"value":true,"reason":" "}', ['"reason" must be']],
    ['a reason that is no text', '{"value":true,"reason":{}}', ['"reason" must be']],
    ['a time that is a number', '{"value":true,"reason":"r","expiresAt":1}', ['"expiresAt" must be']],
    ['a time that is null', '{"value":true,"reason":"r","expiresAt":null}', ['"expiresAt" must be']],
    ['an actor of its own', '{"value":true,"reason":"r","actor":"ceo"}', ['"actor" is unknown']],
    ['a prototype', '{"value":true,"reason":"r","__proto__":{}}', ['"__proto__" is unknown']],
    ['several faults', '{"vaule":true}', ['"vaule" is unknown', '"value" must be', '"reason" must be']],
  ])('get an error that lists everything that is wrong with a body: %s', async (_, body, problems) => {
    const answer = await operator.sendOverride('new_checkout', body);
    expect(answer.status).toBe(400);
    const message = problems.map((problem) => expect.stringContaining(problem));
    expect(answer.body).toEqual({ statusCode: 400, error: 'Bad Request', message });
    await nothingChanged();
  });

  it.each([
    ['JSON that breaks off', '{"value":tr', 'application/json'],
    ['another format', 'value=true&reason=r', 'text/plain'],
  ])('get an error for an unreadable body: %s', async (_, body, contentType) => {
    const answer = await operator.sendOverride('new_checkout', body, contentType);
    expect(answer).toMatchObject({ status: 400, body: { statusCode: 400 } });
    await nothingChanged();
  });

  it.each([
    ['a variant of a flag that has none', 'new_checkout', { value: 'bold', reason: 'r' }, 'has no variants'],
    ['a variant that does not exist', 'checkout_theme', { value: 'blod', reason: 'r' }, 'has no variant "blod"'],
    ['a time that is over', 'new_checkout', { value: false, reason: 'r', expiresAt: '2020-01-01T00:00:00Z' }, 'future'],
    [
      'a time without an offset',
      'new_checkout',
      { value: false, reason: 'r', expiresAt: '2099-01-01T00:00' },
      'offset',
    ],
    ['a time that is none', 'new_checkout', { value: false, reason: 'r', expiresAt: 'tomorrow' }, 'expiresAt'],
  ])("get the library's error for %s", async (_, key, body, problem) => {
    const answer = await operator.override(key, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      statusCode: 400,
      code: 'INVALID_OVERRIDE',
      message: expect.stringContaining(problem),
    });
    await nothingChanged();
  });

  it('get an error when their reason is too long to be stored', async () => {
    const answer = await operator.override('new_checkout', { value: false, reason: 'r'.repeat(5000) });
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('reason') } });
    await nothingChanged();
  });

  it('get an error when there is no override to clear', async () => {
    const answer = await operator.clear('new_checkout');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ statusCode: 404, message: 'Flag "new_checkout" has no override.' });
  });

  it('find every change in the audit log with its actor and reason, and nothing that was rejected', async () => {
    await operator.override('checkout/gift_wrap', { value: true, reason: 'the paper is here' });
    await operator.override('checkout/gift_wrap', { value: 'gold', reason: 'refused' });
    await operator.clear('checkout/gift_wrap');
    const { status, body } = await operator.get('/ops/audit?key=checkout%2Fgift_wrap&limit=2');
    expect(status).toBe(200);
    const known = { key: 'checkout/gift_wrap', actor: 'operator@example.com', origin: 'operators' };
    const override = expect.objectContaining({ serve: { enabled: true }, reason: 'the paper is here' });
    expect(body).toMatchObject({
      entries: [
        { ...known, action: 'override_cleared', before: override, after: null },
        { ...known, action: 'override_set', before: null, after: override, reason: 'the paper is here' },
      ],
    });
  });

  it('page through the audit log without missing or repeating an entry', async () => {
    for (let i = 0; i < 5; i++) await operator.override('beta_search', { value: i % 2 === 0, reason: `step ${i}` });
    const all = pageOf((await operator.get('/ops/audit?key=beta_search')).body);
    const turned: unknown[] = [];
    let next: number | undefined;
    do {
      const page = pageOf(
        (await operator.get(`/ops/audit?key=beta_search&limit=2${next === undefined ? '' : `&before=${next}`}`)).body,
      );
      expect(page.entries.length).toBeLessThanOrEqual(2);
      turned.push(...page.entries);
      next = page.next;
    } while (next !== undefined);
    expect(turned).toEqual(all.entries);
    expect(turned.slice(0, 5)).toMatchObject([4, 3, 2, 1, 0].map((i) => ({ reason: `step ${i}` })));
  });

  it.each(['limit=0', 'limit=1001', 'limit=-1', 'limit=ten', 'limit=1.5', 'before=now', 'key=a&key=b'])(
    'get an error for an invalid page: %s',
    async (query) => {
      const answer = await operator.get(`/ops/audit?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { statusCode: 400, message: expect.any(String) } });
    },
  );

  async function nothingChanged(): Promise<void> {
    const { body } = await operator.get('/ops/flags');
    expect(body).toEqual(KEYS.map((key) => expect.objectContaining({ key, override: null })));
  }
});

interface Page {
  readonly entries: readonly unknown[];
  readonly next?: number;
}

function pageOf(body: unknown): Page {
  expect(body).toMatchObject({ entries: expect.any(Array) });
  return body as Page;
}
