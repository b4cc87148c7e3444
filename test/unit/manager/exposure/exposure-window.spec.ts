import { describe, expect, it } from '@jest/globals';
import { switchAnswer } from '../../../../lib/engine/compile/answers.js';
import { ExposureWindow } from '../../../../lib/manager/exposure/exposure-window.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';

const answer = switchAnswer('search', true, 'percentage_rollout');

function windowOf(size: number, length = 16_000) {
  const clock = new ManualClock();
  const window = new ExposureWindow({ size, length, clock });
  const put = (...units: readonly string[]) => {
    for (const unit of units) window.put('search', unit, answer, '1');
  };
  const use = (unit: string) => {
    const seen = window.unitsOf('search').get(unit);
    if (seen !== undefined) seen.isUsed = true;
  };
  const units = () => [...window.unitsOf('search').keys()];
  const isCurrent = (unit: string) => {
    const seen = window.unitsOf('search').get(unit);
    return seen !== undefined && window.isCurrent(seen);
  };
  return { window, clock, put, use, units, isCurrent };
}

describe('An exposure window', () => {
  it('forgets the oldest pairs beyond its size, whichever flag they belong to', () => {
    const { window, put, units } = windowOf(3);
    put('ada', 'bob');
    window.put('theme', 'ada', answer, '1');
    put('cleo', 'dan');
    expect(units()).toStrictEqual(['cleo', 'dan']);
    expect([...window.unitsOf('theme').keys()]).toStrictEqual(['ada']);
  });

  it('keeps a pair that was used for another round', () => {
    const { put, use, units } = windowOf(2);
    put('ada', 'bob');
    use('ada');
    put('cleo');
    expect(units()).toStrictEqual(['ada', 'cleo']);
    put('dan');
    expect(units()).toStrictEqual(['cleo', 'dan']);
  });

  it('makes room in a bounded number of steps, even if all pairs are used', () => {
    const { put, use, units } = windowOf(100);
    const all = Array.from({ length: 100 }, (_, i) => `user-${i}`);
    put(...all);
    all.forEach(use);
    put('new');
    expect(units()).toHaveLength(100);
    expect(units()).toContain('new');
    expect(units()).not.toContain('user-32');
  });

  it('ends for each pair between its length and a sixteenth later', () => {
    const { clock, put, isCurrent } = windowOf(2, 16_000);
    put('ada');
    clock.advance(16_000);
    put('bob');
    expect([isCurrent('ada'), isCurrent('bob')]).toStrictEqual([true, true]);
    clock.advance(1000);
    expect([isCurrent('ada'), isCurrent('bob')]).toStrictEqual([false, true]);
    put('ada');
    expect(isCurrent('ada')).toBe(true);
  });

  it('ends early for a pair that expires', () => {
    const { window, put, isCurrent } = windowOf(2);
    put('ada', 'bob');
    window.expire('search', 'ada');
    window.expire('search', 'nobody');
    window.expire('undefined', 'ada');
    expect([isCurrent('ada'), isCurrent('bob')]).toStrictEqual([false, true]);
  });

  it('has a timer only while it is in use', () => {
    const { window, clock, put } = windowOf(2);
    expect(clock.pending).toBe(0);
    put('ada', 'bob', 'cleo');
    expect(clock.pending).toBe(1);
    window.close();
    expect(clock.pending).toBe(0);
  });
});
