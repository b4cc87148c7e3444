import { describe, expect, it } from '@jest/globals';
import { InvalidFlagKeyError } from '../../lib/engine/flag.errors.js';
import { parseFlag } from '../../lib/engine/parse/parse-flag.js';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { messageOf } from '../../lib/internal/message-of.js';
import { RedisFailures } from '../../lib/redis/connection/redis-failures.js';
import { RedisKeys } from '../../lib/redis/redis-keys.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../lib/testing/manual-clock.js';
import { managers } from '../unit/manager/managers.js';
import { ScriptedProvider } from '../support/scripted-provider.js';

const start = managers();

/** Begins another line, turns the text around it, and is longer than a log should be. */
const HOSTILE = `\n2026-01-01 ERROR forged\u2028\u202e\u001b[2J${'x'.repeat(100_000)}`;
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\n(?! {2}(?:- |See ))/;

/** Fails for whatever would begin another entry or hide a part of one. */
function expectSafe(lines: readonly string[]): void {
  expect(lines).not.toStrictEqual([]);
  for (const line of lines) {
    expect(line).not.toMatch(UNSAFE);
    expect(line.length).toBeLessThan(20_000);
  }
}

const failing = { type: 'custom', strategy: 'failing' } as const;

describe('Text from outside cannot forge or flood a log', () => {
  it('in an evaluated key', async () => {
    const { flags, logger } = await start({ initialFlags: { checkout: true } });
    flags.isEnabled(`checkout${HOSTILE}`);
    expectSafe(logger.lines);
  });

  it('in the error of a provider', async () => {
    const remote = new ScriptedProvider('remote');
    remote.fail(HOSTILE);
    const { logger, flags } = await start({
      providers: [remote],
      onBootFailure: 'defaults',
    });
    expectSafe(logger.lines);
    expect(JSON.stringify(flags.status())).not.toMatch(UNSAFE);
  });

  it('with the password of a URL in the error of a provider, nor show it in the status', async () => {
    const remote = new ScriptedProvider('remote');
    remote.fail('connect ECONNREFUSED redis://user:SECRETPW@host:6379/?token=SECRETPW');
    const { logger, flags } = await start({ providers: [remote], onBootFailure: 'defaults' });
    const [provider] = flags.status().providers;
    expect(provider?.error).toContain('redis://***@host:6379/?token=***');
    expect(logger.lines.join()).toContain('redis://***@host:6379');
    expect(logger.lines.join()).not.toContain('SECRETPW');
  });

  it('in the error of a store', async () => {
    class BrokenStore extends MemoryStore {
      override read(): never {
        throw new Error(HOSTILE);
      }
    }
    const { logger } = await start({ store: new BrokenStore(), onBootFailure: 'defaults' });
    expectSafe(logger.lines);
  });

  it('in the key of a definition', () => {
    expect(() => parseFlag(`sale${HOSTILE}`, true)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(UNSAFE) as unknown }),
    );
    expect(new InvalidFlagKeyError(`sale${HOSTILE}`).message).not.toMatch(UNSAFE);
  });

  it('in the reply of a Redis server, of which the arguments of the command are omitted', () => {
    const failures = new RedisFailures('shop', new RedisKeys('shop'));
    const { message } = failures.of(
      new Error(`ERR unknown command 'EVALSHA'${HOSTILE}, with args beginning with: 'ada@example.com' 'secret'`),
    );
    expectSafe([message]);
    expect(
      failures.of(new Error("ERR unknown command 'X', with args beginning with: 'ada@example.com'")).message,
    ).toMatch(/unknown command 'X'(?!.*ada)/);
  });

  it('in any other thrown value, even an unreadable one', () => {
    expectSafe([messageOf(new Error(HOSTILE)), messageOf(HOSTILE)]);
    const unreadable = Object.defineProperty({}, 'message', {
      get: () => {
        throw new Error('no');
      },
    });
    for (const thrown of [unreadable, Object.create(null)]) expect(typeof messageOf(thrown)).toBe('string');
  });
});

describe('An error of the application is logged by its kind, without its values', () => {
  it('when a strategy, or a subscriber of changes, repeats the user in it', async () => {
    const { flags, logger } = await start({
      initialFlags: { sale: failing },
      strategies: {
        failing:
          () =>
          ({ userId }) => {
            throw new RangeError(`no such user: ${userId}`);
          },
      },
    });
    flags.changes$.subscribe(({ after }) => {
      throw new Error(JSON.stringify(after));
    });
    expect(flags.isEnabled('sale', { userId: 'ada' })).toBe(false);
    await flags.enable('sale', { unit: 'ada' });
    expect(logger.lines.join('\n')).toMatch(/RangeError[^]*subscriber of changes\$ threw an Error/);
    expect(logger.lines.join('\n')).not.toContain('ada');
  });
});

describe('Every failure is logged or counted', () => {
  it('after a hundred other ones, which are counted', async () => {
    const initialFlags = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`sale_${i}`, failing]));
    const strategies = {
      failing: () => () => {
        throw new Error('down');
      },
    };
    const { flags, logger } = await start({ initialFlags, strategies });
    flags.evaluateAll({});
    expect(logger.lines.filter((line) => line.includes('sale_99"'))).toHaveLength(1);
    expect(logger.lines.filter((line) => / more failed evaluations /.test(line))).toEqual([
      expect.stringMatching(/^error 1 more failed evaluations beyond the first 100 different ones; .*"sale_100"/),
      expect.stringMatching(/^error 10 more .*"sale_109"/),
      expect.stringMatching(/^error 100 more .*"sale_199"/),
    ]);
  });

  it('when thousands of unknown flags are evaluated, which are counted', async () => {
    const { flags, logger } = await start({ initialFlags: {} });
    for (let i = 0; i < 2000; i++) flags.isEnabled(`unknown_${i}`);
    expect(logger.lines).toHaveLength(100 + 4);
    expect(logger.lines.at(-1)).toMatch(/^warn 1000 more evaluations of undefined flags/);
  });
});

describe('A logger that fails', () => {
  const loggers = {
    throws: () => {
      throw new Error('the log is full');
    },
    rejects: () => Promise.reject(new Error('the log is full')),
  };

  it.each<[string, () => void]>(Object.entries(loggers))(
    'changes no answer and stops no change when it %s',
    async (_, fail) => {
      const store = new MemoryStore();
      const flags = await FlagManager.create({
        initialFlags: { checkout: true, sale: failing },
        strategies: {
          failing: () => () => {
            throw new Error('down');
          },
        },
        logger: { log: fail, warn: fail, error: fail },
        clock: new ManualClock(),
        store,
      });
      flags.changes$.subscribe(() => {
        throw new Error('no');
      });
      expect(flags.isEnabled('checkout')).toBe(true);
      expect([flags.isEnabled('sale'), flags.isEnabled('unknown')]).toEqual([false, false]);
      await flags.disable('checkout');
      await flags.enable('not_defined');
      expect([flags.isEnabled('checkout'), flags.isEnabled('not_defined')]).toEqual([false, true]);
      await flags.close();
    },
  );
});
