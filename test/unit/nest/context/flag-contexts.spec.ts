import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, type FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagContextsOptions } from '../../../../lib/nest/context/flag-contexts.options.js';
import { FlagContexts } from '../../../../lib/nest/context/flag-contexts.js';
import type { FlagContextResolver } from '../../../../lib/nest/context/flag-context.resolver.js';
import { RequestUserResolver } from '../../../../lib/nest/context/request-user.resolver.js';
import { Deferred } from '../../../support/deferred.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { executionOf } from '../execution.js';

type Resolver = FlagContextResolver | FlagContextResolver['resolve'];

function contextsOf(resolver: Resolver, options: Partial<FlagContextsOptions> = {}) {
  const logger = new RecordingLogger();
  const resolved = typeof resolver === 'function' ? { resolve: resolver } : resolver;
  return { contexts: new FlagContexts(resolved, { onError: 'closed', timeout: '2s', logger, ...options }), logger };
}

/** A resolver that numbers its calls. */
function counting({
  isAsync = false,
  cacheKey,
}: { isAsync?: boolean; cacheKey?: FlagContextResolver['cacheKey'] } = {}) {
  let calls = 0;
  const resolve = () => ({ userId: `user ${++calls}` });
  return { resolve: isAsync ? async () => resolve() : resolve, ...(cacheKey === undefined ? {} : { cacheKey }) };
}

function keyOf(request: object): string {
  return (request as { readonly key?: unknown }).key as string;
}

function failingKey(): never {
  throw new TypeError('no session of ada');
}

const user = (number: number) => ({ userId: `user ${number}` });

describe('FlagContexts', () => {
  it('resolves again for each evaluation in a guard, and fixes the context from interceptors on', () => {
    const { contexts } = contextsOf(counting());
    const call = executionOf('http', {});
    expect([contexts.of(call), contexts.of(call)]).toEqual([user(1), user(2)]);
    expect([contexts.of(call, 'interceptor'), contexts.of(call, 'parameter')]).toEqual([user(3), user(3)]);
    expect(contexts.of(call, 'guard')).toEqual(user(4));
  });

  it('returns the fixed context to services, and resolves the context for them until it is fixed', () => {
    const { contexts } = contextsOf(counting());
    const request = {};
    contexts.run(request, () => {
      expect([contexts.ambient(), contexts.ambient()]).toEqual([user(1), user(2)]);
      expect(contexts.of(executionOf('http', request), 'parameter')).toEqual(user(3));
      expect([contexts.ambient(), contexts.ambient()]).toEqual([user(3), user(3)]);
    });
  });

  it("recognizes the same request inside a framework's wrapper", () => {
    const { contexts } = contextsOf(counting());
    const raw = {};
    contexts.run({ raw } as object, () => {
      expect(contexts.of(executionOf('http', { raw }), 'interceptor')).toEqual(user(1));
      expect(contexts.of(executionOf('http', raw), 'parameter')).toEqual(user(1));
      expect(contexts.ambient()).toEqual(user(1));
    });
  });

  it('calls an asynchronous resolver once for concurrent evaluations of a handler, and then needs no promise', async () => {
    const { contexts } = contextsOf(counting({ isAsync: true }));
    const call = executionOf('http', {});
    const questions = [contexts.of(call, 'parameter'), contexts.of(call, 'parameter')];
    for (const question of questions) expect(await question).toEqual(user(1));
    expect(contexts.of(call, 'parameter')).toEqual(user(1));
  });

  it('does not share a pending resolution between concurrent evaluations of guards', async () => {
    const { contexts } = contextsOf(counting({ isAsync: true }));
    const call = executionOf('http', {});
    expect(await Promise.all([contexts.of(call), contexts.of(call)])).toEqual([user(1), user(2)]);
  });

  it('does not fix a context without a user, so that a user can sign in', () => {
    const { contexts } = contextsOf((request) =>
      request.user === undefined ? { sessionId: 's1' } : { userId: 'ada' },
    );
    const request: { user?: unknown } = {};
    const call = executionOf('http', request);
    contexts.run(request, () => {
      expect([contexts.of(call, 'interceptor'), contexts.ambient()]).toEqual([
        { sessionId: 's1' },
        { sessionId: 's1' },
      ]);
      request.user = 'ada';
      expect([contexts.ambient(), contexts.of(call, 'parameter')]).toEqual([{ userId: 'ada' }, { userId: 'ada' }]);
    });
  });

  it('keeps a context without a user that was awaited, because a service cannot wait again', async () => {
    const { contexts } = contextsOf(async () => undefined);
    const request = {};
    await contexts.run(request, async () => {
      expect(await contexts.of(executionOf('http', request), 'interceptor')).toEqual({});
      expect(contexts.ambient()).toEqual({});
    });
  });

  it('resolves again for an asynchronous evaluation while there is no user, even with an asynchronous resolver', async () => {
    const { contexts } = contextsOf(async ({ user: signedIn }) => (signedIn === undefined ? {} : { userId: 'ada' }));
    const request: { user?: unknown } = {};
    const call = executionOf('http', request);
    expect(await contexts.of(call, 'interceptor')).toEqual({});
    request.user = 'ada';
    expect(await contexts.of(call, 'parameter')).toEqual({ userId: 'ada' });
  });

  it('fixes the context for one message of a socket only', () => {
    const { contexts } = contextsOf(counting());
    const client = {};
    for (const number of [1, 2]) {
      const message = executionOf('ws', client, 'text');
      const context = contexts.of(message, 'interceptor');
      expect(context).toEqual(user(number));
      contexts.runHandler(message, () => {
        expect(contexts.ambient()).toEqual(user(number));
        expect(contexts.of(executionOf('ws', client, 'text'), 'parameter')).toEqual(user(number));
      });
    }
  });

  it('distinguishes messages that are handled within the handling of another, or that share an RPC context', () => {
    const { contexts } = contextsOf(counting());
    const shared = {};
    const [outer, inner] = [executionOf('rpc', {}, shared), executionOf('rpc', {}, shared)];
    expect(contexts.of(outer, 'interceptor')).toEqual(user(1));
    contexts.runHandler(outer, () => {
      expect(contexts.of(inner, 'interceptor')).toEqual(user(2));
      contexts.runHandler(inner, () => expect(contexts.ambient()).toEqual(user(2)));
      expect(contexts.ambient()).toEqual(user(1));
    });
  });

  it('fixes the context of each GraphQL field separately, for its own parameters and services', () => {
    const { contexts } = contextsOf(counting());
    const req = {};
    const [name, price] = [executionOf('graphql', {}, {}, { req }, {}), executionOf('graphql', {}, {}, { req }, {})];
    contexts.run(req, () => {
      expect([contexts.of(name, 'interceptor'), contexts.of(price, 'interceptor')]).toEqual([user(1), user(2)]);
      contexts.runHandler(name, () => expect(contexts.ambient()).toEqual(user(1)));
      contexts.runHandler(price, () => expect(contexts.ambient()).toEqual(user(2)));
      expect([contexts.of(name, 'parameter'), contexts.of(price, 'parameter')]).toEqual([user(1), user(2)]);
    });
  });

  it('returns to services of a GraphQL field without interceptors the context that the operation has awaited', async () => {
    const { contexts } = contextsOf(counting({ isAsync: true }));
    const req = {};
    await contexts.run(req, async () => {
      await contexts.of(executionOf('graphql', {}, {}, { req }, {}), 'interceptor');
      expect(contexts.ambient()).toEqual(user(1));
    });
  });

  describe('with a cacheKey', () => {
    it('calls the resolver once for each key of a request', async () => {
      for (const isAsync of [false, true]) {
        const { contexts } = contextsOf(counting({ isAsync, cacheKey: keyOf }));
        const request = { key: 'ada' };
        const call = executionOf('http', request);
        expect(await Promise.all([contexts.of(call), contexts.of(call)])).toEqual([user(1), user(1)]);
        expect(contexts.of(call)).toEqual(user(1));
        request.key = 'bob';
        expect(await contexts.of(call)).toEqual(user(2));
        request.key = 'ada';
        expect(await contexts.of(call)).toEqual(user(3)); // only the last one is remembered
      }
    });

    it('lets a service that a guard calls use what an earlier guard has awaited', async () => {
      const { contexts } = contextsOf(counting({ isAsync: true, cacheKey: keyOf }));
      const request = { key: 'ada' };
      await contexts.run(request, async () => {
        await contexts.of(executionOf('http', request));
        expect(contexts.ambient()).toEqual(user(1));
        request.key = 'bob';
        expect(contexts.ambient()).toBe(FAILED_CONTEXT);
      });
    });

    it('caches nothing from one message, or one event of a subscription, to the next', () => {
      const { contexts } = contextsOf(counting({ cacheKey: () => 'me' }));
      const client = {};
      const event = () => executionOf('graphql', {}, {}, { req: client }, { variableValues: {} });
      const variableValues = {};
      const field = () => executionOf('graphql', {}, {}, { req: client }, { variableValues });
      const calls = [
        executionOf('ws', client, 'one'),
        executionOf('ws', client, 'two'),
        event(),
        event(),
        field(),
        field(),
      ];
      expect(calls.map((call) => contexts.of(call))).toEqual([1, 2, 3, 4, 5, 5].map(user));
    });

    it.each([
      ['a context without a user', () => ({}), {}],
      [
        'a failure',
        () => {
          throw new Error('away');
        },
        FAILED_CONTEXT,
      ],
      ['a rejection', () => Promise.reject(new Error('away')), FAILED_CONTEXT],
    ] as [string, () => FlagContext, FlagContext][])('does not cache %s', async (_what, first, context) => {
      let calls = 0;
      const resolve = () => (calls++ === 0 ? first() : { userId: 'ada' });
      const { contexts } = contextsOf({ resolve, cacheKey: () => 'me' });
      const call = executionOf('http', {});
      expect(await contexts.of(call)).toEqual(context);
      expect(contexts.of(call)).toEqual({ userId: 'ada' });
    });

    it('does not cache a rejection', async () => {
      let calls = 0;
      const resolve = async () => {
        if (calls++ === 0) throw new Error('away');
        return { userId: 'ada' };
      };
      const { contexts } = contextsOf({ resolve, cacheKey: () => 'me' }, { onError: 'throw' });
      const call = executionOf('http', {});
      await expect(contexts.of(call)).rejects.toThrow('The FlagContextResolver failed');
      expect(await contexts.of(call)).toEqual({ userId: 'ada' });
    });

    it('keeps the context of the newer key when that of an older one is resolved later', async () => {
      const answers = new Map([
        ['ada', new Deferred<FlagContext>()],
        ['bob', new Deferred<FlagContext>()],
      ]);
      const asked: unknown[] = [];
      const resolve = async (request: object) => {
        asked.push(keyOf(request));
        return await answers.get(keyOf(request))?.promise;
      };
      const { contexts } = contextsOf({ resolve, cacheKey: keyOf });
      const request = { key: 'ada' };
      const call = executionOf('http', request);
      const older = contexts.of(call);
      request.key = 'bob';
      const newer = contexts.of(call);
      answers.get('bob')?.resolve({ userId: 'bob' });
      expect(await newer).toEqual({ userId: 'bob' });
      answers.get('ada')?.resolve({ userId: 'ada' });
      expect(await older).toEqual({ userId: 'ada' });
      expect(contexts.of(call)).toEqual({ userId: 'bob' });
      expect(asked).toEqual(['ada', 'bob']);
    });

    it.each<[string, unknown]>([
      ['undefined', undefined],
      ['null', null],
      ['a list of nothing', [undefined, null]],
      ['not a number', NaN],
      ['too long', 'x'.repeat(1025)],
      ['ill-formed text', '\ud800'],
      ['a function', () => 'ada'],
      ['a promise', Promise.resolve('ada')],
      ['a list in a list', [['ada']]],
      ['a list of too many parts', Array.from({ length: 17 }, () => 'ada')],
    ])('caches nothing for a key that is %s', (_what, key) => {
      const { contexts, logger } = contextsOf(counting({ cacheKey: () => key as string }));
      const call = executionOf('http', {});
      expect([contexts.of(call), contexts.of(call)]).toEqual([user(1), user(2)]);
      expect(logger.errors.length).toBeLessThanOrEqual(1);
    });

    it('caches nothing, and reports it once, when the cacheKey throws', () => {
      const { contexts, logger } = contextsOf(counting({ cacheKey: failingKey }));
      const call = executionOf('http', {});
      expect([contexts.of(call), contexts.of(call)]).toEqual([user(1), user(2)]);
      expect(logger.errors).toEqual([expect.stringMatching(/cacheKey .* failed.*: it threw a TypeError\.$/)]);
    });

    it.each<[string, unknown, unknown]>([
      ['text and a number', '1', 1],
      ['true and false', true, false],
      ['text and a boolean', 'true', true],
      ['lists of other lengths', ['ada'], ['ada', undefined]],
      ['equal objects', { id: 1 }, { id: 1 }],
      ['lists that differ in one part', ['north', 'ada'], ['south', 'ada']],
    ])('distinguishes %s', (_what, one, two) => {
      const request = { key: one };
      const { contexts } = contextsOf(counting({ cacheKey: keyOf }));
      const call = executionOf('http', request);
      expect([contexts.of(call), contexts.of(call)]).toEqual([user(1), user(1)]);
      request.key = two;
      expect(contexts.of(call)).toEqual(user(2));
    });
  });

  it('warns once when a request continues in the async context of another request', () => {
    const { contexts, logger } = contextsOf(() => ({ userId: 'ada' }));
    const [own, other] = [{}, {}];
    contexts.run(other, () => {
      void contexts.of(executionOf('http', own));
      void contexts.of(executionOf('http', own));
    });
    void contexts.run(own, () => contexts.of(executionOf('http', own)));
    expect(logger.errors).toEqual([expect.stringContaining('async context of another request')]);
  });

  it('has no user if a call has no request', () => {
    const { contexts } = contextsOf(() => ({ userId: 'ada' }));
    const call = executionOf('rpc', {});
    expect([contexts.of(call), contexts.of(call, 'interceptor')]).toEqual([{}, {}]);
    expect(contexts.runHandler(call, () => contexts.ambient())).toBeUndefined();
  });

  it('has no request outside of run, and the innermost one inside, even after waiting', async () => {
    const { contexts } = contextsOf((request) => ({ userId: (request as { readonly name: string }).name }));
    expect(contexts.ambient()).toBeUndefined();
    expect(contexts.isRunning).toBe(false);
    await contexts.run({ name: 'outer' } as object, async () => {
      await Promise.resolve();
      expect(contexts.isRunning).toBe(true);
      expect(contexts.run({ name: 'inner' } as object, () => contexts.ambient())).toEqual({ userId: 'inner' });
      expect(contexts.ambient()).toEqual({ userId: 'outer' });
    });
    expect(contexts.ambient()).toBeUndefined();
  });

  describe('when a service evaluates before an asynchronous resolver has answered', () => {
    it.each([
      ['closed', FAILED_CONTEXT],
      ['throw', FAILED_CONTEXT],
      ['anonymous', {}],
    ] as const)(
      'with onContextError %s, answers %p, warns once, and resolves one at a time',
      async (onError, context) => {
        let calls = 0;
        const { contexts, logger } = contextsOf(
          async () => {
            calls++;
            await Promise.resolve();
            return { userId: 'ada' };
          },
          { onError },
        );
        const early = contexts.run({}, () => [contexts.ambient(), contexts.ambient()]);
        expect(early).toEqual([context, context]);
        expect(early[0] === FAILED_CONTEXT).toBe(onError !== 'anonymous');
        expect(logger.errors).toEqual([expect.stringContaining('before the asynchronous FlagContextResolver')]);
        expect(calls).toBe(1);
      },
    );
  });

  it.each([
    ['at once', (ask: () => unknown) => void ask()],
    [
      'after waiting',
      async (ask: () => unknown) => {
        await Promise.resolve();
        ask();
      },
    ],
  ])('ends when the resolver itself evaluates a flag %s, which is off for it', async (_when, resolve) => {
    const asked: unknown[] = [];
    const { contexts, logger }: ReturnType<typeof contextsOf> = contextsOf(() => {
      const answer = resolve(() => asked.push(contexts.ambient()));
      return answer === undefined ? { userId: 'ada' } : answer.then(() => ({ userId: 'ada' }));
    });
    const request = {};
    await contexts.run(request, async () => {
      expect(await contexts.of(executionOf('http', request))).toEqual({ userId: 'ada' });
      await new Promise((done) => setImmediate(done));
    });
    expect(asked.every((context) => context === FAILED_CONTEXT)).toBe(true);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(4);
    expect(logger.errors).toHaveLength(1);
  });

  it('uses the default resolver like any other', () => {
    const { contexts } = contextsOf(new RequestUserResolver());
    const request: { user?: unknown } = { user: { id: 'ada', plan: 'gold' } };
    const call = executionOf('http', request);
    contexts.run(request, () => {
      expect([contexts.of(call), contexts.ambient()]).toMatchObject([{ userId: 'ada' }, { userId: 'ada' }]);
      request.user = { id: 'bob' };
      expect([contexts.of(call), contexts.ambient()]).toMatchObject([{ userId: 'bob' }, { userId: 'bob' }]);
    });
  });
});
