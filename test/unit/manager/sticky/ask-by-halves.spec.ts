import { describe, expect, it } from '@jest/globals';
import { askByHalves } from '../../../../lib/manager/sticky/ask-by-halves.js';
import { StoreFailedError } from '../../../../lib/store/store.errors.js';

/** A store that doubles numbers, but fails on some of them. */
function doubling(...bad: number[]) {
  const calls: (readonly number[])[] = [];
  const failed: number[] = [];
  const ask = async (numbers: readonly number[]): Promise<readonly number[]> => {
    calls.push(numbers);
    if (numbers.some((number) => bad.includes(number))) throw new StoreFailedError('shared', 'it holds something else');
    return await Promise.resolve(numbers.map((number) => 2 * number));
  };
  const answer = (numbers: readonly number[]) => askByHalves(numbers, ask, (number) => failed.push(number));
  return { calls, failed, answer };
}

describe('Splitting a failed request to a store in halves', () => {
  it('reads once if nothing fails', async () => {
    const { calls, failed, answer } = doubling();
    expect([await answer([1, 2, 3]), calls, failed]).toEqual([[2, 4, 6], [[1, 2, 3]], []]);
  });

  it.each([
    [[1], [1]],
    [[1, 2, 3, 4, 5], [3]],
    [
      [1, 2, 3, 4, 5, 6, 7],
      [1, 7],
    ],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  ])('answers for %j without %j, in the same order, and names those', async (numbers, bad) => {
    const { failed, answer } = doubling(...bad);
    const sound = numbers.filter((number) => !bad.includes(number));
    expect([await answer(numbers), failed]).toEqual([sound.map((number) => 2 * number), bad]);
  });

  it('finds one among 200 in less than 20 calls', async () => {
    const { calls, answer } = doubling(137);
    expect(await answer(Array.from({ length: 200 }, (_, i) => i))).toHaveLength(199);
    expect(calls.length).toBeLessThan(20);
  });

  it('ends with the first failure that none of them causes', async () => {
    const away = new Error('connection refused');
    let calls = 0;
    const ask = () => Promise.reject(++calls === 1 ? new StoreFailedError('shared', 'it holds something else') : away);
    await expect(askByHalves([1, 2], ask, () => {})).rejects.toBe(away);
    expect(calls).toBe(2);
  });

  it('returns a failure unchanged for an empty list', async () => {
    const failure = new StoreFailedError('shared', 'it is damaged');
    await expect(
      askByHalves(
        [],
        () => Promise.reject(failure),
        () => {},
      ),
    ).rejects.toBe(failure);
  });
});
