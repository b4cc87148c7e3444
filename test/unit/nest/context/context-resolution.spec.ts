import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, type FlagContext } from '../../../../lib/engine/flag-context.js';
import { ContextFailedError } from '../../../../lib/nest/context/context.errors.js';
import { ContextResolution } from '../../../../lib/nest/context/context-resolution.js';
import type { FlagContextsOptions } from '../../../../lib/nest/context/flag-contexts.options.js';
import type { FlagContextResolver } from '../../../../lib/nest/context/flag-context.resolver.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

function resolutionOf(resolve: FlagContextResolver['resolve'], options: Partial<FlagContextsOptions> = {}) {
  const logger = new RecordingLogger();
  return {
    resolution: new ContextResolution({ resolve }, { onError: 'closed', timeout: '2s', logger, ...options }),
    logger,
  };
}

const returns = (value: unknown) => () => value as FlagContext;
const throws = (error: unknown) => () => {
  throw error;
};

const secret = Object.assign(new TypeError('ada@shop.example\nERROR forged'), { code: 'ECONNREFUSED' });

const failures: [string, FlagContextResolver['resolve'], RegExp][] = [
  ['throws', throws(secret), /it threw a TypeError \(ECONNREFUSED\)/],
  ['throws no error', throws('ada@shop.example'), /it threw something/],
  ['rejects', () => Promise.reject(secret), /it threw a TypeError \(ECONNREFUSED\)/],
  ['hangs', () => new Promise(() => {}), /longer than 20 ms \("contextTimeout"\)/],
  ['returns text', returns('ada'), /must return an object, not a string/],
  ['returns a list', returns(['ada']), /must return an object, not a list/],
  ['resolves with text', async () => returns('ada')(), /must return an object, not a string/],
  ['returns an id that is an object', returns({ userId: { id: 'ada' } }), /"userId" must be well-formed text/],
  ['returns an id that is not a number', returns({ userId: NaN }), /"userId" must be well-formed text/],
  ['returns an id of too many digits', returns({ userId: 10n ** 1024n }), /"userId" must be well-formed text/],
  ['returns a timestamp that no Date has', returns({ timestamp: 9e15 }), /"timestamp" must be a valid Date/],
  ['returns an ill-formed id', returns({ sessionId: '\ud800' }), /"sessionId" must be well-formed text/],
  ['returns an id that is too long', returns({ userId: 'x'.repeat(1025) }), /"userId" must be well-formed text/],
  ['returns a misspelled id', returns({ userID: 'ada' }), /no members other than "userId", "sessionId", "userAttributes", "timestamp"/], // prettier-ignore
  ['returns attributes that are text', returns({ userAttributes: 'ada' }), /"userAttributes" must be an object/],
  ['returns an object whose userId throws', returns({ get userId() { throw secret; } }), /it threw a TypeError/], // prettier-ignore
  ['returns attributes that throw', returns({ userAttributes: { get plan() { throw secret; } } }), /it threw a TypeError/], // prettier-ignore
  ['returns attributes that are a promise in JSON', returns({ userAttributes: { toJSON: async () => ({}) } }), /toJSON\(\) of the user must not return a promise/], // prettier-ignore
  ['returns a revoked proxy', returns(revoked()), /it threw a TypeError/],
  ['returns what throws when awaited', returns(new Proxy({}, { has: throws(secret) })), /it threw a TypeError/],
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('A resolver that fails', () => {
  it.each(failures)(
    'turns flags off when it %s, and is logged once and without the user',
    async (_what, resolve, message) => {
      const { resolution, logger } = resolutionOf(resolve, { timeout: '20ms' });
      expect(await resolution.resolve({})).toBe(FAILED_CONTEXT);
      expect(await resolution.resolve({})).toBe(FAILED_CONTEXT);
      expect(logger.lines).toEqual([expect.stringMatching(message)]);
      expect(logger.lines[0]).not.toMatch(/ada@|forged|\n/);
    },
  );

  it.each(failures)('counts as a request without a user if the options say so, when it %s', async (_what, resolve) => {
    const { resolution, logger } = resolutionOf(resolve, { timeout: '20ms', onError: 'anonymous' });
    const context = await resolution.resolve({});
    expect(context).toEqual({});
    expect(context).not.toBe(FAILED_CONTEXT);
    expect(logger.errors).toHaveLength(1);
  });

  it.each(failures)(
    'is an error if the options say so, when it %s, and its failure is kept',
    async (_what, resolve, message) => {
      const { resolution } = resolutionOf(resolve, { timeout: '20ms', onError: 'throw' });
      const asking = (async () => await resolution.resolve({}))();
      await expect(asking).rejects.toThrow(ContextFailedError);
      await expect(asking).rejects.toThrow(message);
      await expect(asking).rejects.toHaveProperty('failure');
    },
  );

  it('cannot flood the log', () => {
    let count = 0;
    const { resolution, logger } = resolutionOf(() => {
      throw Object.assign(new Error(), { code: `E${++count}` });
    });
    for (let index = 0; index < 300; index++) expect(resolution.resolve({})).toBe(FAILED_CONTEXT);
    expect(logger.errors).toHaveLength(103); // and one line for 1, 10 and 100 more
  });
});

class Account {
  get userId() {
    return 7n;
  }
  get userAttributes() {
    return new Plan();
  }
}
class Plan {
  readonly #name = 'gold';
  toJSON() {
    return { plan: this.#name };
  }
}

describe('The result of a resolver', () => {
  it.each<[string, unknown, FlagContext]>([
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['an empty object', {}, {}],
    ['ids that are empty', { userId: '', sessionId: null }, {}],
    ['a number and a bigint', { userId: 42, sessionId: 7n }, { userId: '42', sessionId: '7' }],
    ['an ObjectId', { userId: { toHexString: () => 'a1b2' } }, { userId: 'a1b2' }],
    ['a class with getters', new Account(), { userId: '7', userAttributes: { plan: 'gold' } }],
    ['an object without a prototype', Object.assign(Object.create(null), { userId: 'ada' }), { userId: 'ada' }],
    ['a failed context', FAILED_CONTEXT, FAILED_CONTEXT],
  ])('may be %s, and becomes plain data', (_what, result, context) => {
    const { resolution, logger } = resolutionOf(returns(result));
    const resolved = resolution.resolve({});
    expect(resolved).toEqual(context);
    expect(resolved === FAILED_CONTEXT).toBe(result === FAILED_CONTEXT);
    expect(logger.lines).toStrictEqual([]);
  });

  it('is read once, and later changes of it have no effect', () => {
    const result = { userId: 'ada', userAttributes: { plan: 'gold' } };
    const { resolution } = resolutionOf(() => result);
    const context = resolution.resolve({});
    result.userId = 'bob';
    result.userAttributes.plan = 'free';
    expect(context).toEqual({ userId: 'ada', userAttributes: { plan: 'gold' } });
  });

  it('takes no user id from a polluted prototype', () => {
    const base: { userId?: string } = Object.prototype;
    base.userId = 'admin';
    try {
      expect(resolutionOf(() => ({})).resolution.resolve({})).toHaveProperty('userId', undefined);
    } finally {
      delete base.userId;
    }
  });

  it('is logged once when it names no user although the request has one', () => {
    const { resolution, logger } = resolutionOf(({ user }) => ({ userId: (user as { name?: string }).name }));
    void resolution.resolve({ user: { email: 'ada@shop.example' } });
    void resolution.resolve({ user: { email: 'bob@shop.example' } });
    expect(logger.lines).toEqual([expect.stringMatching(/^warn .* an object with the fields "email"\. .*logged once/)]);
  });
});
