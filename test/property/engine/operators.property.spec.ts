import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { operators, type PositiveOperatorName } from '../../../lib/engine/targeting/operators.js';
import type { Operator } from '../../../lib/engine/targeting/operators/operator.js';
import { holds, problemsOf } from '../../unit/engine/targeting/operators/conditions.js';
import { exampleOf } from '../../unit/engine/targeting/operators/operator-examples.js';
import { alive, anything } from './shop-arbitraries.js';

const tableOf: Readonly<Record<PositiveOperatorName, Operator>> = operators;
const names = Object.keys(operators) as PositiveOperatorName[];

const ofElements = names.filter((op) => tableOf[op].wholeArray !== true);

const text = fc.oneof(
  fc.string({ maxLength: 8, unit: 'grapheme' }),
  fc.constantFrom('gold', 'Gold', '42', '042', '4.20'),
);
const number = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const identifier = fc.oneof(fc.nat(12).map(String), fc.constantFrom('alpha', 'beta', 'rc', 'a-1', '0a', '-'));
const version = fc
  .tuple(
    fc.nat(3),
    fc.nat(3),
    fc.nat(3),
    fc.array(identifier, { maxLength: 3 }),
    fc.array(identifier, { maxLength: 1 }),
  )
  .map(([major, minor, patch, pre, build]) => {
    const behind = `${pre.length > 0 ? `-${pre.join('.')}` : ''}${build.length > 0 ? `+${build.join('.')}` : ''}`;
    return `${major}.${minor}.${patch}${behind}`;
  });
const instant = fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true });
const iso = instant.map((date) => date.toISOString());

// Addresses close to each other, so that ranges both match and miss; as numbers of 32 or 128 bits.
const v4 = fc
  .tuple(fc.constantFrom(0x0a000000, 0xc0a80100, 0xffffffff), fc.nat(31), fc.nat(0xffff))
  .map(([base, bit, low]) => BigInt(((base ^ (1 << bit)) >>> 0) - (low & 3)) & 0xffff_ffffn);
const v6 = fc
  .tuple(fc.constantFrom('20010db8000000000000000000000000', '0', '00000000000000000000ffff0a000000'), fc.nat(127))
  .map(([base, bit]) => BigInt(`0x${base}`) ^ (1n << BigInt(bit)));
const v4Text = v4.map((bits) => [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.'));
const v6Text = v6.map((bits) => (bits.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':'));
const address = fc.oneof(
  v4Text,
  v6Text,
  v4Text.map((tail) => `::ffff:${tail}`),
);
const range = fc.oneof(
  address,
  fc.tuple(v4Text, fc.nat(32)).map(([base, bits]) => `${base}/${bits}`),
  fc.tuple(v6Text, fc.nat(128)).map(([base, bits]) => `${base}/${bits}`),
);

/** Operands and attributes that an operator is made for. */
const operands: Readonly<Record<PositiveOperatorName, fc.Arbitrary<unknown>>> = {
  ...everyone(['equals', 'in', 'contains_all'], scalar),
  ...everyone(['contains', 'starts_with', 'ends_with'], text),
  ...everyone(['matches'], fc.oneof(text, fc.constantFrom('^[a-z]+$', '(a|b)*c', '\\d{2,}', '(?i)gold'))),
  ...everyone(['greater_than', 'greater_than_or_equal', 'less_than', 'less_than_or_equal'], number),
  ...everyone(['semver_equals', 'semver_greater_than', 'semver_greater_than_or_equal'], version),
  ...everyone(['semver_less_than', 'semver_less_than_or_equal'], version),
  ...everyone(['sorts_before', 'sorts_after'], text),
  semver_matches: fc
    .tuple(fc.constantFrom('^', '~', '>=', '<=', '=', '', '1 - ', '2.x || '), version)
    .map(([operator, each]) => `${operator}${each}`),
  ...everyone(['before', 'after'], iso),
  ...everyone(['exists'], fc.constant(undefined)),
  ...everyone(['in_cidr'], range),
  ...everyone(['size', 'size_at_least', 'size_at_most'], fc.nat(4)),
};

function everyone<N extends PositiveOperatorName>(ops: readonly N[], arbitrary: fc.Arbitrary<unknown>) {
  return Object.fromEntries(ops.map((op) => [op, arbitrary])) as Record<N, fc.Arbitrary<unknown>>;
}

/** Comparisons that the schema takes, with each of the operator's options now and then. */
const comparison = fc.constantFrom(...names).chain((op) => {
  const { maxOperands, options, views } = tableOf[op];
  const given: fc.Arbitrary<object> =
    maxOperands > 1
      ? fc.oneof(
          operands[op].map((value) => ({ value })),
          fc.array(operands[op], { minLength: 1, maxLength: 4 }).map((values) => ({ values })),
        )
      : operands[op].map((value) => (value === undefined ? {} : { value }));
  const as = views.length === 0 ? {} : { as: fc.constantFrom(...views) };
  const chosen = fc.record(
    { ...as, ...Object.fromEntries(options.map((name) => [name, fc.boolean()])) },
    { requiredKeys: [] },
  );
  return fc
    .tuple(given, chosen)
    .map(([operand, rest]) => ({ op, ...operand, ...rest }))
    .filter((each) => problemsOf(each).length === 0);
});

const plausible = fc.oneof(scalar, version, instant, iso, address);
const attribute = fc.oneof(plausible, fc.array(fc.oneof(plausible, anything), { maxLength: 4 }), anything);

/** An attribute of the right type for an operator's example. */
function valueOf(op: PositiveOperatorName): fc.Arbitrary<unknown> {
  const { holds: yes, fails } = exampleOf(op);
  return fc.constantFrom<unknown>(...yes, ...fails);
}

/** Whether one version is below another, the same, above it. */
function comparisons(seen: string, value: string): (boolean | undefined)[] {
  return ['semver_less_than', 'semver_equals', 'semver_greater_than'].map((op) => holds({ op, value }, seen));
}

function atMost(seen: string, value: string): boolean | undefined {
  return holds({ op: 'semver_less_than_or_equal', value }, seen);
}

/** The 128 bits of an address, an IPv4 address being its mapped one; read the simplest way there is. */
function bitsOf(written: string): bigint {
  const tail = written.slice(written.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return BigInt(`0x${written.replaceAll(':', '')}`);
  return tail.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0xffffn);
}

describe('An operator', () => {
  it('answers for any attribute without throwing, and never holds together with its opposite', () => {
    fc.assert(
      fc.property(comparison, attribute, (each, value) => {
        const answer = holds(each, alive(value));
        expect([true, false, undefined]).toContain(answer); // `undefined`: it cannot be read
        expect(answer === true && holds({ ...each, op: `not_${each.op}` }, alive(value))).toBe(false);
      }),
      { numRuns: 4000 },
    );
  });

  it('contradicts its opposite for attributes of the right type', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...ofElements)
          .chain((op) => fc.tuple(fc.constant(op), fc.array(valueOf(op), { maxLength: 4 }))),
        ([op, values]) => {
          const { given } = exampleOf(op);
          const seen = values.length === 1 ? values[0] : values;
          expect(holds({ op: `not_${op}`, ...given }, seen)).toBe(!holds({ op, ...given }, seen));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('Equality', () => {
  it('is the same for "in" as for several "equals"', () => {
    const options = fc.record({ as: fc.constantFrom('text', 'list'), ignoreCase: fc.boolean() }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
        options,
        (values, seen, rest) => {
          const oneByOne = values.some((value) => holds({ op: 'equals', value, ...rest }, seen));
          expect(holds({ op: 'in', values, ...rest }, seen)).toBe(oneByOne);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(scalar, scalar, fc.boolean(), (a, b, isCaseIgnored) => {
        const ignoreCase = isCaseIgnored && typeof a === 'string' && typeof b === 'string';
        const equal = (value: unknown, seen: unknown) => holds({ op: 'equals', value, ignoreCase }, seen);
        expect(equal(a, b)).toBe(equal(b, a));
        expect(equal(a, a)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Case-insensitive text', () => {
  it('starts with, contains and ends with each of its parts, whatever their case', () => {
    const cases = fc.constantFrom(
      (part: string) => part.toLowerCase(),
      (part: string) => part.toUpperCase(),
    );
    const letters = fc.array(
      fc.constantFrom('a', 'Z', 'ß', 'ẞ', 'σ', 'ς', 'Σ', 'İ', 'ı', 'ж', '\u212A', 'é', 'ﬁ', '😀', ' '),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(letters, fc.nat(), fc.nat(), cases, (all, start, length, change) => {
        const from = start % all.length;
        const part = (list: string[]) => change(list.join(''));
        const use = (op: string, value: string) => holds({ op, value, ignoreCase: true }, all.join(''));
        expect(use('starts_with', part(all.slice(0, from + 1)))).toBe(true);
        expect(use('ends_with', part(all.slice(from)))).toBe(true);
        expect(use('contains', part(all.slice(from, from + 1 + length)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Versions', () => {
  it('are totally ordered', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [below, same, above] = comparisons(a, b);
        expect([below, same, above].filter(Boolean)).toHaveLength(1);
        expect(comparisons(b, a)).toEqual([above, same, below]);
        expect(holds({ op: 'semver_less_than_or_equal', value: b }, a)).toBe(below || same);
        expect(holds({ op: 'semver_greater_than_or_equal', value: b }, a)).toBe(above || same);
        if (atMost(a, b) && atMost(b, c)) expect(atMost(a, c)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('An IP range', () => {
  it('contains the addresses that begin with its bits', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 4 }), address, (values, seen) => {
        const expected = values.some((each) => {
          const [base = '', prefix] = each.split('/');
          const ignored = prefix === undefined ? 0 : (base.includes(':') ? 128 : 32) - Number(prefix);
          return bitsOf(base) >> BigInt(ignored) === bitsOf(seen) >> BigInt(ignored);
        });
        expect(holds({ op: 'in_cidr', values }, seen)).toBe(expected);
        expect(holds({ op: 'not_in_cidr', values }, seen)).toBe(!expected);
      }),
      { numRuns: 3000 },
    );
  });
});
