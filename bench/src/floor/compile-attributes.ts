import type { BenchFlag, BenchUser } from '../flags/bench-flag.js';

type AttributeFlag = Extract<BenchFlag, { readonly kind: 'user_attribute' }>;

/** A comparison for one value, a look-up for several; single values first, as they are the cheaper test. */
export function compileAttributes({ attributes }: AttributeFlag): (user: BenchUser) => boolean {
  const names = ['country', 'plan'] as const;
  const [first, second] = names.toSorted((a, b) => Number(isList(attributes[a])) - Number(isList(attributes[b])));
  if (first === undefined || second === undefined) throw new RangeError('There are two attributes.');
  const one = attributes[first];
  const two = attributes[second];
  if (!isList(one) && !isList(two)) return (user) => user[first] === one && user[second] === two;
  const secondValues = new Set([two].flat());
  if (!isList(one)) return (user) => user[first] === one && secondValues.has(user[second]);
  const firstValues = new Set(one);
  return (user) => firstValues.has(user[first]) && secondValues.has(user[second]);
}

function isList(value: string | readonly string[]): value is readonly string[] {
  return typeof value !== 'string';
}
