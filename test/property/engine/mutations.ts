import * as fc from 'fast-check';
import { alive, anything, copyOf } from './shop-arbitraries.js';

/** What to change: a property's name, where, whether it is removed, and what is put there. */
type Mutation = readonly [name: string, at: number, remove: boolean, insert: unknown];

const names =
  'when all any not segment time rollout percentage serve split variant value values op attribute rules id layer'
    .concat(' from to prerequisites flag otherwise bucketer bucketBy salt steps linear at weight include')
    .concat(' __proto__ constructor')
    .split(' ');

const nearlyRight = fc.oneof(
  anything,
  fc.constantFrom<unknown>('', 'equals', 'exists', 'custom:', 'custom:longer', 'not a key', 0, -1, 101, 0.0001),
  fc.constantFrom<unknown>([], {}, [[]], { segment: 'vip' }, { all: [] }, { not: {} }, { op: 'exists' }),
  fc.constantFrom<unknown>({ percentage: { steps: [] } }, { split: [] }, { variant: 'gone' }, { value: undefined }),
  fc.constantFrom<unknown>({ flag: 'sale', value: 1, enabled: true }, { name: 'payment', from: 5, to: 5 }),
);

/** One or two changes. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.tuple(fc.constantFrom(...names), fc.nat({ max: 30 }), fc.boolean(), nearlyRight),
  { minLength: 1, maxLength: 2 },
);

/** A copy with some properties, perhaps deep inside, replaced, added or removed; hostile objects are awake in it. */
export function mutated(whole: unknown, changes: readonly Mutation[]): unknown {
  const copy = copyOf(whole);
  for (const [name, at, remove, insert] of changes) {
    const holders = objectsIn(copy);
    const holder = holders[at % Math.max(1, holders.length)];
    if (holder === undefined) return alive(insert);
    const known = Object.keys(holder);
    const target = at % 3 === 0 ? name : (known[at % Math.max(1, known.length)] ?? name);
    const value = copyOf(insert);
    if (remove) Reflect.deleteProperty(holder, target);
    else Object.defineProperty(holder, target, { value, enumerable: true, configurable: true, writable: true });
  }
  return alive(copy);
}

/** The plain objects and lists within some data, itself first. */
function objectsIn(data: unknown): object[] {
  if (typeof data !== 'object' || data === null) return [];
  const prototype: unknown = Object.getPrototypeOf(data);
  if (!Array.isArray(data) && prototype !== Object.prototype && prototype !== null) return [];
  return [data, ...Object.values(data).flatMap(objectsIn)];
}
