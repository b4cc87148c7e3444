import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { ContextFailedError } from '../../../lib/nest/context/context.errors.js';
import { FlagContexts } from '../../../lib/nest/context/flag-contexts.js';
import { RequestUserResolver, type FlagContextResolver } from '../../../lib/nest/context/flag-context.resolver.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { executionOf } from './execution.js';

function contextsOf(
  resolve: FlagContextResolver['resolve'],
  { onError = 'anonymous', timeout = 2000 }: { onError?: 'anonymous' | 'throw'; timeout?: number } = {},
) {
  const logger = new RecordingLogger();
  return { contexts: new FlagContexts({ resolve }, { onError, timeout, logger }), logger };
}

/** With the resolver that everybody has who gives none. */
function standard(): FlagContexts {
  return new FlagContexts(new RequestUserResolver(), {
    onError: 'anonymous',
    timeout: 2000,
    logger: new RecordingLogger(),
  });
}

/** The plan that a context was resolved with. */
function planOf(context: FlagContext | Promise<FlagContext> | undefined): unknown {
  return context === undefined || context instanceof Promise ? context : context.userAttributes?.['plan'];
}

describe('FlagContexts', () => {
  it('asks the resolver once for each request', () => {
    let asked = 0;
    const { contexts } = contextsOf(() => ({ userId: `user ${++asked}` }));
    const [first, second] = [{}, {}];
    expect(contexts.of(executionOf('http', first))).toEqual({ userId: 'user 1' });
    expect(contexts.of(executionOf('http', second))).toEqual({ userId: 'user 2' });
    expect(contexts.of(executionOf('graphql', {}, {}, { req: first }))).toEqual({ userId: 'user 1' });
    expect(contexts.run(first, () => contexts.ambient())).toEqual({ userId: 'user 1' });
    expect(contexts.run({ raw: first } as object, () => contexts.ambient())).toEqual({ userId: 'user 1' });
  });

  it('asks an asynchronous resolver once, too, and then answers without a promise', async () => {
    let asked = 0;
    const { contexts } = contextsOf(async () => ({ userId: `user ${++asked}` }));
    const execution = executionOf('http', {});
    expect(await Promise.all([contexts.of(execution), contexts.of(execution)])).toEqual([
      { userId: 'user 1' },
      { userId: 'user 1' },
    ]);
    expect(contexts.of(execution)).toEqual({ userId: 'user 1' });
  });

  it('does not remember nobody, so that somebody can sign in', () => {
    const resolver = new RequestUserResolver();
    const { contexts } = contextsOf((request) => resolver.resolve(request));
    const request: { user?: unknown } = {};
    expect(contexts.of(executionOf('http', request))).toEqual({});
    request.user = { id: 'ada' };
    expect(contexts.of(executionOf('http', request))).toMatchObject({ userId: 'ada' });
  });

  it('is the new user when another one signs in on the same socket, and asks once for each', () => {
    let asked = 0;
    const resolver = new RequestUserResolver();
    const { contexts } = contextsOf((request) => {
      asked++;
      return resolver.resolve(request);
    });
    const client: { user?: unknown } = { user: { id: 'ada' } };
    const ask = () => contexts.of(executionOf('ws', client));
    expect([ask(), ask()]).toMatchObject([{ userId: 'ada' }, { userId: 'ada' }]);
    client.user = { id: 'ada' }; // as a guard that makes a user of its own for each field of a query
    expect([ask(), asked]).toMatchObject([{ userId: 'ada' }, 1]);
    client.user = { id: 'bob' };
    expect([ask(), ask(), asked]).toMatchObject([{ userId: 'bob' }, { userId: 'bob' }, 2]);
  });

  describe('with the default resolver', () => {
    it.each([
      ['another user', { id: 'bob', plan: 'free' }],
      ['another object for the same user', { id: 'ada', plan: 'silver' }],
      ['a user without an id', { plan: 'silver' }],
    ])('sees %s at once, with and without the async context', (_, next) => {
      for (const first of [{ id: 'ada', plan: 'gold' }, { plan: 'gold' }]) {
        const contexts = standard();
        const request: { user?: unknown } = { user: first };
        const plans = () => [contexts.of(executionOf('http', request)), contexts.ambient()].map(planOf);
        expect(plans()).toEqual(['gold', undefined]);
        contexts.run(request, () => {
          expect([plans(), plans()].flat()).toEqual(['gold', 'gold', 'gold', 'gold']);
          request.user = next;
          expect(plans()).toEqual([next.plan, next.plan]);
        });
        expect(plans()).toEqual([next.plan, undefined]);
      }
    });

    it('makes one context for all questions of a service', () => {
      const contexts = standard();
      contexts.run({ user: { id: 'ada' } }, () => expect(contexts.ambient()).toBe(contexts.ambient()));
    });

    it("reads the user where a gate's own view of the request has one, not only where the running one does", () => {
      const contexts = standard();
      const raw = { user: { id: 'ada' } };
      contexts.run({ raw } as object, () => {
        expect(contexts.of(executionOf('graphql', {}, {}, { req: raw }))).toMatchObject({ userId: 'ada' });
        expect(contexts.ambient()).toEqual({});
      });
    });

    it('is remembered like any other when its resolve is another one', async () => {
      let asked = 0;
      const resolver = Object.assign(new RequestUserResolver(), {
        resolve: async () => ({ userId: `user ${++asked}` }),
      });
      const contexts = new FlagContexts(resolver, {
        onError: 'anonymous',
        timeout: 2000,
        logger: new RecordingLogger(),
      });
      const request = { user: { id: 'ada' } };
      expect(await contexts.of(executionOf('http', request))).toEqual({ userId: 'user 1' });
      expect(contexts.run(request, () => contexts.ambient())).toEqual({ userId: 'user 1' });
    });
  });

  it('says once when a request goes on in the async context of another one', () => {
    const { contexts, logger } = contextsOf(() => ({ userId: 'ada' }));
    const [own, other] = [{}, {}];
    contexts.run(other, () => {
      expect(contexts.isAmbient(other)).toBe(true);
      expect(contexts.isAmbient(own)).toBe(false);
      void contexts.of(executionOf('http', own));
      void contexts.of(executionOf('http', own));
    });
    void contexts.run(own, () => contexts.of(executionOf('http', own)));
    expect(logger.errors).toEqual([expect.stringContaining('async context of another one')]);
  });

  it('is nobody where a call has no request', () => {
    const { contexts } = contextsOf(() => ({ userId: 'ada' }));
    expect(contexts.of(executionOf('rpc', {}))).toEqual({});
  });

  it('knows no request outside of run, and the innermost inside, also after waiting', async () => {
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

  it('assumes nobody, and says so once, when a service asks before an asynchronous resolver has answered', async () => {
    const { contexts, logger } = contextsOf(async () => ({ userId: 'ada' }));
    const request = {};
    const early = contexts.run(request, () => [contexts.ambient(), contexts.ambient()]);
    expect(early).toEqual([{}, {}]);
    expect(logger.errors).toEqual([expect.stringContaining('before the context of its request was resolved')]);
    await contexts.of(executionOf('http', request));
    expect(contexts.run(request, () => contexts.ambient())).toEqual({ userId: 'ada' });
  });
});

describe('a resolver that fails', () => {
  const failures: [string, FlagContextResolver['resolve'], RegExp][] = [
    [
      'throws',
      () => {
        throw new Error('no session store');
      },
      /no session store/,
    ],
    ['rejects', () => Promise.reject(new Error('no session store')), /no session store/],
    ['hangs', () => new Promise(() => {}), /longer than 20 ms/],
    ['returns no object', () => JSON.parse('"ada"') as FlagContext, /must return an object/],
    ['resolves with no object', async () => JSON.parse('"ada"') as FlagContext, /must return an object/],
  ];

  it.each(failures)('and %s means nobody, which is logged once', async (_what, resolve, message) => {
    const { contexts, logger } = contextsOf(resolve, { timeout: 20 });
    expect(await contexts.of(executionOf('http', {}))).toEqual({});
    expect(await contexts.of(executionOf('http', {}))).toEqual({});
    expect(logger.errors).toEqual([expect.stringMatching(message)]);
  });

  it.each(failures)(
    'and %s is an error with onContextError: throw; services never see it',
    async (_what, resolve, message) => {
      const { contexts } = contextsOf(resolve, { timeout: 20, onError: 'throw' });
      const request = {};
      const asking = (async () => await contexts.of(executionOf('http', request)))();
      await expect(asking).rejects.toThrow(ContextFailedError);
      await expect(asking).rejects.toThrow(message);
      expect(contexts.run(request, () => contexts.ambient())).toEqual({});
    },
  );

  it.each([undefined, null])('is not one that returns %p: that is nobody', (nobody) => {
    const { contexts, logger } = contextsOf(() => nobody as undefined);
    expect(contexts.of(executionOf('http', {}))).toEqual({});
    expect(logger.errors).toEqual([]);
  });

  it('cannot flood the log', () => {
    let count = 0;
    const { contexts, logger } = contextsOf(() => {
      throw new Error(`failure ${++count}`);
    });
    for (let index = 0; index < 300; index++) expect(contexts.of(executionOf('http', {}))).toEqual({});
    expect(logger.errors).toHaveLength(100);
  });
});
