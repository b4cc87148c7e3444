import * as fc from 'fast-check';
import type { FlagOverrideValue } from '../../../lib/engine/flag-override.js';
import { hostileObjects } from '../../unit/engine/hostile-objects.js';

/** A placeholder for a throwing object until it is made {@link alive}: fast-check itself would fail on it. */
class Asleep {
  constructor(readonly wake: () => object) {}
}

const hostileObject = fc.constantFrom(...Object.values(hostileObjects)).map((make) => new Asleep(make));

/** The same data with all hostile objects in place, for the last moment before the call. */
export function alive(data: unknown): unknown {
  return data instanceof Asleep ? data.wake() : copyOf(data, alive);
}

/** A copy of plain objects and lists, in which hostile ones still sleep. */
export function copyOf(data: unknown, each: (part: unknown) => unknown = (part) => copyOf(part)): unknown {
  if (Array.isArray(data)) return Array.from(data, (part: unknown) => each(part));
  if (typeof data !== 'object' || data === null) return data;
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== null) return data;
  const copy: object = Object.create(prototype);
  for (const [name, value] of Object.entries(data)) {
    Object.defineProperty(copy, name, { value: each(value), enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

/** Anything that JavaScript can hold, hostile objects included once it is {@link alive}. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.anything({
      maxDepth: 3,
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
    }),
  },
  { weight: 1, arbitrary: hostileObject },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null, Symbol('sale'), () => true, Number.NaN, -0) },
);

// As text and back, so that there is no -0, and without the names that the parser refuses.
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !/__proto__|constructor|prototype/.test(text))
  .map((text): unknown => JSON.parse(text));

const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const attributeName = fc.oneof(fc.constantFrom('plan', 'country', 'userId'), name);

/** What definitions may name. */
const attributePath = attributeName.filter(
  (each) => !each.startsWith('/') && !['__proto__', 'constructor', 'prototype'].includes(each),
);
const steps = fc.integer({ min: 0, max: 100_000 }).map((step) => step / 1000);
const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.getTime());

/** Numbers that make a legal weight, zero included. */
export const weight = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 100 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }).map((number) => number + 0),
);

/** Information about a flag, which never changes an answer. */
export const information = {
  description: fc.string({ maxLength: 40 }),
  tags: fc.array(name, { maxLength: 3 }),
  owner: name,
  kind: fc.constantFrom('release', 'experiment', 'ops', 'permission'),
  expiresAt: instant.map((time) => new Date(time).toISOString()),
  metadata: fc.dictionary(
    attributePath,
    fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      fc.boolean(),
    ),
    { maxKeys: 3, noNullPrototype: true },
  ),
  client: fc.boolean(),
};

const options = { enabled: fc.boolean(), ...information, version: fc.nat() };
const bucketed = { bucketBy: attributePath, salt: name };

/** A record of required and optional properties. */
function written(required: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

const variantDefinition = fc.uniqueArray(name, { minLength: 1, maxLength: 6 }).chain((names) =>
  written(
    {
      type: fc.constant('variant'),
      variants: fc
        .tuple(...names.map((each) => written({ name: fc.constant(each), weight }, { value: json })))
        .filter((variants) => variants.some((variant) => (variant['weight'] as number) > 0)),
    },
    { ...options, ...bucketed, defaultVariant: fc.constantFrom(...names) },
  ),
);

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

/** Legal definitions of every type. */
export const definition: fc.Arbitrary<unknown> = fc.oneof(
  fc.boolean(),
  written({ type: fc.constant('boolean') }, options),
  written({ type: fc.constant('percentage'), percentage: steps }, { ...options, ...bucketed }),
  written({ type: fc.constant('user_list'), users: fc.array(name, { maxLength: 5 }) }, options),
  written(
    {
      type: fc.constant('user_attribute'),
      attributes: fc.dictionary(
        attributeName.filter(
          (each) => !each.startsWith('/') && !['__proto__', 'constructor', 'prototype'].includes(each),
        ),
        fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
        { maxKeys: 3, noNullPrototype: true },
      ),
    },
    options,
  ),
  fc.tuple(instant, fc.integer({ min: 1, max: 1e11 }), fc.boolean()).chain(([start, length, asDates]) => {
    const of = (time: number) => fc.constant(asDates ? new Date(time) : new Date(time).toISOString());
    const end = Math.min(start + length, Date.parse('9999-12-31T23:59:59Z'));
    return written({ type: fc.constant('time_based'), start: of(start) }, { ...options, end: of(end) });
  }),
  variantDefinition,
);

/** Contexts from exemplary to, once they are {@link alive}, hostile. */
export const context: fc.Arbitrary<unknown> = fc.oneof(
  anything,
  fc.record(
    {
      userId: fc.oneof(fc.constantFrom('ada', 'grace', 42, ''), anything),
      sessionId: fc.oneof(fc.string(), anything),
      userAttributes: fc.oneof(fc.dictionary(attributeName, fc.oneof(scalar, anything), { maxKeys: 4 }), anything),
      timestamp: fc.oneof(fc.date(), fc.integer(), anything),
    },
    { requiredKeys: [] },
  ),
);

/** What an operator can make of a flag. */
export const served = fc.oneof(
  fc.boolean().map((enabled) => ({ enabled })),
  name.map((variant) => ({ variant })),
  json.map((value) => ({ value })),
) as fc.Arbitrary<FlagOverrideValue>;
