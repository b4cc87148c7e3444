import { EventEmitter, once } from 'node:events';
import { ClientRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/core.js';
import { withFlags } from '../../../../lib/testing/index.js';

const theme = { type: 'variant', variants: [{ name: 'classic', weight: 1 }] } as const;

let flags: FlagManager;
beforeAll(async () => {
  flags = await FlagManager.create({ initialFlags: { beta: false, sale: true, theme, skipped: false } });
});
afterAll(() => flags.close());

const isOn = (key: string) => flags.isEnabled(key, { userId: 'ada' });

const both = () => [isOn('beta'), isOn('sale')];

/** The method that is replaced on Node 20. */
const headerWriter = () =>
  Object.getOwnPropertyDescriptor(ClientRequest.prototype, '_implicitHeader')?.value as unknown;

describe('withFlags', () => {
  it('returns what a synchronous function returns', () => {
    expect(withFlags({ beta: true }, () => isOn('beta'))).toBe(true);
    expect(isOn('beta')).toBe(false);
  });

  it('applies to what an asynchronous function awaits and starts', async () => {
    const answers = await withFlags({ beta: true }, async () => {
      const timer = new Promise((resolve) => setTimeout(() => resolve(isOn('beta')), 1));
      await Promise.resolve();
      return [isOn('beta'), await timer];
    });
    expect(answers).toStrictEqual([true, true]);
  });

  it('applies to no manager after its end, even in code that it has started', async () => {
    const end = new EventEmitter();
    let late: Promise<boolean> | undefined;
    await withFlags({ beta: true }, async () => {
      late = once(end, 'end').then(() => isOn('beta'));
      await Promise.resolve();
    });
    end.emit('end');
    expect(await late).toBe(false);
  });

  it('ends when the function throws or rejects', async () => {
    const failed = withFlags({ beta: true }, async () => {
      await Promise.resolve();
      throw new RangeError(String(isOn('beta')));
    });
    await expect(failed).rejects.toThrow(new RangeError('true'));
    expect(() =>
      withFlags({ beta: true }, () => {
        throw new RangeError('now');
      }),
    ).toThrow('now');
    expect(isOn('beta')).toBe(false);
  });

  it('nests: the inner flags take precedence, and the outer ones still apply', () => {
    expect(withFlags({ beta: true, sale: false }, () => [withFlags({ beta: false }, both), both()])).toStrictEqual([
      [false, false],
      [true, false],
    ]);
  });

  it('takes precedence over overrides, and is explained', async () => {
    await flags.setOverride('sale', false);
    expect(withFlags({ sale: true }, () => flags.evaluate('sale'))).toMatchObject({
      enabled: true,
      reason: 'override',
    });
    await flags.clearOverride('sale');
  });

  it('forces a value, a variant and an undefined flag', () => {
    const forced = { theme: 'classic', beta: { value: 5 }, unheard: true, skipped: undefined } as const;
    expect(
      withFlags(forced, () => [flags.getVariant('theme'), flags.getValue('beta', 0), isOn('unheard'), isOn('skipped')]),
    ).toStrictEqual(['classic', 5, true, false]);
  });

  it('applies to a manager that is created in the function', async () => {
    const evaluation = await withFlags({ beta: true }, async () => {
      const own = await FlagManager.create({ initialFlags: { beta: false } });
      const answer = own.evaluate('beta');
      await own.close();
      return answer;
    });
    expect(evaluation).toMatchObject({ enabled: true });
  });

  it('applies to a manager that is disabled, as it may be in tests', async () => {
    const disabled = await FlagManager.create({ enabled: false, initialFlags: { beta: true } });
    expect([withFlags({ beta: true }, () => disabled.isEnabled('beta')), disabled.isEnabled('beta')]).toStrictEqual([
      true,
      false,
    ]);
    await disabled.close();
  });

  it('keeps 1,000 concurrent functions apart', async () => {
    const wrong = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        withFlags({ beta: i % 2 === 0, sale: { value: i } }, async () => {
          await setImmediate();
          const first = flags.getValue('sale', -1) === i;
          await setImmediate();
          return first && isOn('beta') === (i % 2 === 0) ? 0 : 1;
        }),
      ),
    );
    expect(wrong.reduce<number>((sum, each) => sum + each, 0)).toBe(0);
  });

  it('changes the HTTP client of Node only while a function runs', async () => {
    const original = headerWriter();
    await withFlags({}, async () => await withFlags({}, async () => await Promise.resolve()));
    expect(headerWriter()).toBe(original);
  });

  it.each([
    ['a variant that the flag does not have', { theme: 'bold' }, 'INVALID_OVERRIDE', 'use one of "classic"'],
    ['a variant of a flag without variants', { beta: 'bold' }, 'INVALID_OVERRIDE', 'has no variants'],
    ['a malformed answer', { beta: { on: true } }, 'INVALID_OVERRIDE', '"beta"'],
    ['an illegal key', { 'a b': true }, 'INVALID_FLAG_KEY', 'a b'],
    ['no object', ['beta'], 'INVALID_OPTIONS', 'The flags of withFlags'],
  ])('rejects %s', (_what, given, code, message) => {
    expect(() => withFlags(given as never, () => {})).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('rejects an undefined flag with unknownFlags: "error", and names the most similar key', () => {
    expect(() => withFlags({ betta: true }, () => {}, { unknownFlags: 'error' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_FLAG', message: expect.stringContaining('did you mean "beta"?') }),
    );
  });

  it('rejects anything that is not a function', () => {
    expect(() => withFlags({}, undefined as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });
});
