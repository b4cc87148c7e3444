import type { BenchFlag } from './bench-flag.js';

type MakeFlag = (key: string, index: number) => BenchFlag;

const MAKERS: readonly MakeFlag[] = [
  (key, index) => ({ key, kind: 'boolean', enabled: index % 4 !== 0 }),
  (key, index) => ({ key, kind: 'percentage', percentage: 10 + (index % 80) }),
  (key, index) => ({
    key,
    kind: 'user_list',
    users: Array.from({ length: 20 }, (_, listed) => `user-${String((index * 20 + listed) % 10_000).padStart(5, '0')}`),
  }),
  (key) => ({ key, kind: 'user_attribute', attributes: { country: ['DE', 'FR', 'AT', 'CH', 'NL'], plan: 'beta' } }),
  (key) => ({
    key,
    kind: 'variant',
    variants: [
      { name: 'classic', weight: 50 },
      { name: 'compact', weight: 30 },
      { name: 'guided', weight: 20 },
    ],
  }),
  (key) => ({ key, kind: 'time_window', start: '2024-01-01T00:00:00.000Z', end: '2099-01-01T00:00:00.000Z' }),
];

/** How many kinds take turns: flag `n` is of the kind `n % KINDS`. */
export const KINDS = MAKERS.length;

/** Flags of all six kinds in turn, so in equal parts. */
export function manyFlags(count: number): readonly BenchFlag[] {
  return Array.from({ length: count }, (_, index) => {
    const make = MAKERS[index % KINDS];
    if (make === undefined) throw new RangeError(`No kind is numbered ${index % KINDS}.`);
    return make(`shop.flag-${String(index).padStart(5, '0')}`, index);
  });
}
