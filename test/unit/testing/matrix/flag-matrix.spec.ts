import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/core.js';
import { flagCombinations, flagMatrix } from '../../../../lib/testing/index.js';

const theme = {
  type: 'variant',
  variants: [
    { name: 'classic', weight: 1 },
    { name: 'modern', weight: 1 },
  ],
} as const;

let flags: FlagManager;
beforeAll(async () => {
  flags = await FlagManager.create({ initialFlags: { beta: false, theme } });
});
afterAll(() => flags.close());

/** Fails like an assertion of jest in a terminal. */
const failInColors = () => {
  throw new Error(
    '\u001b[2mexpect(\u001b[22mreceived)\n\nExpected: \u001b[32m3\u001b[39m\nReceived: \u001b[31m1\u001b[39m',
  );
};

describe('flagMatrix', () => {
  it('runs a test with every combination of what the definitions can serve', async () => {
    const seen: unknown[] = [];
    await flagMatrix(['beta', 'theme'], () => seen.push([flags.isEnabled('beta'), flags.getVariant('theme')]));
    expect(seen).toStrictEqual([
      [true, 'classic'],
      [true, 'modern'],
      [false, 'classic'],
      [false, 'modern'],
    ]);
  });

  it('runs a test with the given values, also of undefined flags', async () => {
    const seen: unknown[] = [];
    const values = { beta: [true], page_size: [{ value: 10 }, { value: 50 }] };
    await flagMatrix(values, (combination) => seen.push([combination, flags.getValue('page_size', 0)]));
    expect(seen).toStrictEqual([
      [{ beta: true, page_size: { value: 10 } }, 10],
      [{ beta: true, page_size: { value: 50 } }, 50],
    ]);
  });

  it('runs one combination after the other', async () => {
    let running = 0;
    await flagMatrix(['beta', 'theme'], async () => {
      expect(++running).toBe(1);
      await Promise.resolve();
      running--;
    });
  });

  it('names every combination that fails, with the first failure as the cause', async () => {
    const cause = new TypeError('no price');
    const run = () => {
      if (flags.isEnabled('beta') && flags.getVariant('theme') === 'modern') throw cause;
    };
    await expect(flagMatrix(['beta', 'theme'], run)).rejects.toMatchObject({
      message: 'The test fails with 1 of 4 combinations:\n  - beta=true, theme="modern": no price',
      cause,
    });
  });

  it('shows a failure with several lines in colors on one line, without colors', async () => {
    await expect(flagMatrix({ beta: [true] }, failInColors)).rejects.toThrow(
      'The test fails with 1 of 1 combinations:\n  - beta=true: expect(received); Expected: 3; Received: 1',
    );
  });

  it('rejects a flag that no running manager defines, with the most similar key', async () => {
    await expect(flagMatrix(['betta'], () => {})).rejects.toThrow(
      expect.objectContaining({ code: 'UNKNOWN_FLAG', message: expect.stringContaining('did you mean "beta"?') }),
    );
  });

  it('does not use the definitions of a manager that is closed', async () => {
    const closed = await FlagManager.create({ initialFlags: { former: true } });
    expect(flagCombinations(['former'])).toHaveLength(2);
    await closed.close();
    expect(() => flagCombinations(['former'])).toThrow(expect.objectContaining({ code: 'UNKNOWN_FLAG' }));
  });

  it('rejects a variant that a flag does not have', async () => {
    const values = { theme: ['modern', 'bold'] };
    await expect(flagMatrix(values, () => {})).rejects.toThrow('theme="bold": Flag "theme" has no variant "bold"');
  });

  it.each([[[]], [{}], ['beta'], [{ beta: [] }], [{ beta: true }]])('rejects %j instead of flags', async (given) => {
    await expect(flagMatrix(given as never, () => {})).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    );
  });
});

/** Flags that are on or off, by key. */
const booleans = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, [true, false]]));

describe('flagCombinations', () => {
  it('returns all combinations up to the limit', () => {
    expect(flagCombinations(booleans(6))).toHaveLength(64);
    expect(flagCombinations(booleans(3), { limit: 8 })).toHaveLength(8);
  });

  it('returns every pair of values above the limit, with fewer combinations', () => {
    const combinations = flagCombinations(booleans(8));
    expect(combinations.length).toBeLessThan(16);
    const pairs = new Set(
      combinations.flatMap((each) => {
        const entries = Object.entries(each).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
        return entries.flatMap((one, i) => entries.slice(i + 1).map((other) => `${one} ${other}`));
      }),
    );
    expect(pairs.size).toBe(28 * 4);
  });
});
