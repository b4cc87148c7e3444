import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { concatMap, defer, firstValueFrom, from, isObservable, Subject, timer, toArray } from 'rxjs';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { managers } from '../managers.js';

const initialFlags = { beta: { type: 'user_list', users: ['ada'] } } as const;
const ada = { userId: 'ada' };
const eve = { userId: 'eve' };
const start = managers();

async function betaOf() {
  const { flags } = await start({ initialFlags });
  return { flags, isBeta: () => flags.isEnabled('beta') };
}

describe('runWith', () => {
  it('evaluates for its context within the function only', async () => {
    const { flags, isBeta } = await betaOf();
    const handle = flags.handle('beta');
    expect(flags.runWith(ada, () => [isBeta(), handle.isEnabled(), flags.evaluateAll()[0]?.enabled])).toEqual([
      true,
      true,
      true,
    ]);
    expect([isBeta(), handle.isEnabled()]).toEqual([false, false]);
  });

  it('is overruled by an explicit context and by an inner call', async () => {
    const { flags, isBeta } = await betaOf();
    const seen = flags.runWith(ada, () => [
      flags.isEnabled('beta', eve),
      flags.runWith(eve, isBeta),
      flags.runWith({}, isBeta),
      isBeta(),
    ]);
    expect(seen).toEqual([false, false, false, true]);
  });

  it('takes precedence over the contextSource', async () => {
    const { flags } = await start({ initialFlags, contextSource: () => ada });
    expect([flags.isEnabled('beta'), flags.runWith(eve, () => flags.isEnabled('beta'))]).toEqual([true, false]);
  });

  it('does not affect another manager', async () => {
    const { flags } = await betaOf();
    const other = await start({ initialFlags });
    expect(flags.runWith(ada, () => other.flags.isEnabled('beta'))).toBe(false);
  });

  it('keeps the context across awaits, timers, events and streams', async () => {
    const { flags, isBeta } = await betaOf();
    const seen = await flags.runWith(ada, async () => {
      const answers: boolean[] = [];
      await setImmediate();
      answers.push(isBeta());
      await setTimeout(1);
      answers.push(isBeta());
      const emitter = new EventEmitter();
      queueMicrotask(() => emitter.emit('done'));
      await once(emitter, 'done');
      answers.push(isBeta());
      await pipeline(Readable.from(['a', 'b']), async (lines: AsyncIterable<string>) => {
        for await (const _ of lines) answers.push(isBeta());
      });
      return answers;
    });
    expect(seen).toEqual([true, true, true, true, true]);
  });

  it('keeps 1,000 interleaved jobs apart', async () => {
    const { flags, isBeta } = await betaOf();
    const jobs = Array.from({ length: 1000 }, async (_, index) => {
      const expected = index % 3 === 0;
      const answers = await flags.runWith(expected ? ada : { userId: `user-${index}` }, async () => {
        const before = isBeta();
        await setImmediate();
        const between = isBeta();
        await setTimeout(index % 5);
        return [before, between, isBeta()];
      });
      return answers.every((answer) => answer === expected);
    });
    expect((await Promise.all(jobs)).filter((isRight) => !isRight)).toEqual([]);
  });

  describe('with a function that returns', () => {
    it('an async generator, runs each step with the context', async () => {
      const { flags, isBeta } = await betaOf();
      let isFinished: boolean | undefined;
      const answers = flags.runWith(ada, async function* () {
        try {
          yield isBeta();
          await setImmediate();
          yield isBeta();
        } finally {
          isFinished = isBeta();
        }
      });
      const seen: boolean[] = [];
      await flags.runWith(eve, async () => {
        for await (const answer of answers) {
          seen.push(answer, isBeta());
          if (seen.length === 4) break;
        }
      });
      expect([seen, isFinished]).toEqual([[true, false, true, false], true]);
    });

    it('the cursor of a database, returns it unchanged', async () => {
      const { flags } = await betaOf();
      const orders = [{ id: 1 }, { id: 2 }];
      const cursor = {
        next: () => Promise.resolve(orders.shift() ?? null),
        async *[Symbol.asyncIterator]() {
          for (let order = await this.next(); order !== null; order = await this.next()) yield order;
        },
      };
      const returned = flags.runWith(ada, () => cursor);
      expect(returned).toBe(cursor);
      const seen: number[] = [];
      for await (const { id } of returned) seen.push(id);
      expect(seen).toEqual([1, 2]);
    });

    it('a stream that is also an iterator, returns it unchanged', async () => {
      const { flags } = await betaOf();
      const stream = Object.assign(Readable.from(['a']), { next: () => Promise.resolve({ done: true }) });
      expect(flags.runWith(ada, () => stream)).toBe(stream);
    });

    it('a generator, runs each step with the context', async () => {
      const { flags, isBeta } = await betaOf();
      const answers = flags.runWith(ada, function* () {
        yield isBeta();
        return isBeta();
      });
      expect([answers.next(), answers.next()]).toEqual([
        { value: true, done: false },
        { value: true, done: true },
      ]);
    });

    it('an Observable, runs each subscription with the context', async () => {
      const { flags, isBeta } = await betaOf();
      const answers$ = flags.runWith(ada, () =>
        defer(() => from([isBeta()])).pipe(concatMap((first) => timer(1).pipe(concatMap(() => [first, isBeta()])))),
      );
      expect(isObservable(answers$)).toBe(true);
      for (const _ of [1, 2]) expect(await firstValueFrom(answers$.pipe(toArray()))).toEqual([true, true]);
    });

    it.each([
      ['a promise', Promise.resolve(1)],
      ['a Subject', new Subject()],
      ['a stream', Readable.from([])],
      ['a list', [1]],
    ])('%s, returns the same object', async (_, result: unknown) => {
      const { flags } = await betaOf();
      expect(flags.runWith(ada, () => result)).toBe(result);
    });
  });

  it('passes on what the function throws', async () => {
    const { flags } = await betaOf();
    const failure = new Error('printer on fire');
    const fail = () => {
      throw failure;
    };
    expect(() => flags.runWith(ada, fail)).toThrow(failure);
  });

  it('copies the context, so that later changes have no effect', async () => {
    const { flags, isBeta } = await betaOf();
    const context = { userId: 'eve', userAttributes: { plan: 'free' } };
    const seen = flags.runWith(context, () => {
      context.userId = 'ada';
      return isBeta();
    });
    expect(seen).toBe(false);
  });

  it.each([
    [undefined, 'it must be an object, not undefined'],
    [null, 'it must be an object, not null'],
    ['ada', 'it must be an object, not a string'],
    [Promise.resolve({}), 'it must be an object, not a promise: await it first'],
    [{ userID: 'ada' }, 'it must be an object with no members other than'],
    [{ userId: {} }, 'its "userId" must be well-formed text'],
  ])('rejects the context %p', async (context, why) => {
    const { flags, isBeta } = await betaOf();
    expect(() => flags.runWith(context as never, isBeta)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining(`The context of FlagManager.runWith is invalid: ${why}`),
      }),
    );
  });

  it('rejects a function that is not one', async () => {
    const { flags } = await betaOf();
    expect(() => flags.runWith(ada, undefined as never)).toThrow(/function of FlagManager.runWith .* given: undefined/);
  });

  it('can be used in a manager that has not been started', () => {
    const flags = new FlagManager({ initialFlags });
    expect(flags.runWith(ada, () => flags.isEnabled('beta'))).toBe(false);
  });
});
