import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError } from '../../lib/engine/flag.errors.js';
import { parseFlag } from '../../lib/engine/parse/parse-flag.js';
import { parseOverride, parseTarget } from '../../lib/engine/parse/parse-override.js';
import { parseSegment } from '../../lib/engine/targeting/schema/parse-segment.js';
import { FeatureFlagsError } from '../../lib/internal/feature-flags.error.js';
import { parseSchedule } from '../../lib/manager/schedules/parse-schedule.js';
import { targetedShop } from '../fixtures/targeted-shop.js';
import { withOneChange } from '../support/one-change.js';

const SECRET = 'ada@shop.example';

/** Values that are wrong nearly everywhere. Text holds something that no message may repeat. */
const hostile = [undefined, null, true, -1, 1.5, 101, 1e300, Number.NaN, 5n, '', SECRET, SECRET.repeat(130)].concat(
  // oxlint-disable-next-line typescript/no-explicit-any -- of other types
  [[], [1], ['a', 'a'], {}, { [SECRET]: 1 }, { op: 'exists' }, new Date(Number.NaN), () => 1] as any[],
);

/** How the validation library words its own messages. */
const RAW =
  /\b(?:too (?:big|small)|expected|received|invalid (?:input|type|string|uuid|iso|email|key|element|option|union|discriminator)|unrecognized|nan)\b/i;

/** The messages of the problems that reading each of some inputs reports. */
function messagesOf(read: (input: unknown) => unknown, inputs: Iterable<unknown>): Set<string> {
  const messages = new Set<string>();
  for (const input of inputs) {
    try {
      read(input);
    } catch (error) {
      if (!(error instanceof FeatureFlagsError)) throw error;
      const each = error instanceof InvalidFlagError ? error.issues.map(({ message }) => message) : [error.message];
      for (const message of each) messages.add(message);
    }
  }
  return messages;
}

function expectPlain(messages: ReadonlySet<string>): void {
  expect(messages.size).toBeGreaterThan(5);
  const texts = [...messages];
  expect(texts.filter((text) => RAW.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '"…"')))).toStrictEqual([]);
  expect(texts.filter((text) => text === '' || text.length > 1500)).toStrictEqual([]);
  const valuesOnly = texts.map((text) => text.replace(/unknown properties.*?(?:;|$)/g, ''));
  expect(valuesOnly.filter((text) => text.includes('ada@'))).toStrictEqual([]);
}

/** Every flag of the shop; of one with several rules, a flag for each rule. */
const flags = Object.entries<boolean | object>(targetedShop.flags).flatMap(([key, flag]): [string, unknown][] => {
  const rules: readonly unknown[] =
    typeof flag === 'object' && 'rules' in flag && Array.isArray(flag.rules) ? flag.rules : [];
  if (typeof flag === 'boolean' || rules.length === 0) return [[key, flag]];
  return rules.map((rule, index) => [`${key} with rule ${index}`, { ...flag, rules: [rule] }]);
});

const time = '2026-11-27T00:00:00.000Z';

describe('A message about invalid input has nothing of the validation library and no value that was given', () => {
  it.each(flags)('in %s', (_, flag) => {
    expectPlain(messagesOf((input) => parseFlag('sale', input), withOneChange(flag, hostile)));
  });

  it.each(Object.entries(targetedShop.segments))('in the segment "%s"', (key, segment) => {
    expectPlain(messagesOf((input) => parseSegment(key, input), withOneChange(segment, hostile)));
  });

  it.each([{ enabled: true }, { variant: 'dark' }, { value: { a: [1] } }])('in an override to %j', (serve) => {
    const override = {
      key: 'sale',
      serve,
      unit: 'acme',
      unitBy: 'company',
      expiresAt: time,
      actor: 'grace',
      reason: 'incident',
      createdAt: time,
    };
    expectPlain(messagesOf(parseOverride, withOneChange(override, hostile)));
  });

  it('in the target of an override', () => {
    expectPlain(messagesOf(parseTarget, withOneChange({ unit: 'acme', unitBy: 'company' }, hostile)));
  });

  it.each([
    { type: 'set_override', key: 'sale', serve: { enabled: true }, unit: 'acme', unitBy: 'company', expiresAt: time },
    { type: 'clear_override', key: 'sale' },
    { type: 'save_flag', key: 'sale', definition: true, expectedVersion: 1 },
    { type: 'delete_segment', key: 'staff', expectedVersion: 1 },
  ])('in a scheduled change of the type $type', (change) => {
    const id = '5e1b0a40-9c5a-4b7e-8b0a-2f6c0f9d3c11';
    const schedule = { id, change, at: time, dropAfter: 5, actor: 'grace', reason: 'x', createdAt: time, version: 1 };
    expectPlain(messagesOf(parseSchedule, withOneChange(schedule, hostile)));
  });
});
