import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { percentageSchema, shareSchema } from '../../../../lib/engine/time/progression.schema.js';
import { schemaProblems } from './schema-problems.js';

const one = { at: '2026-11-27T00:00:00+01:00', percentage: 1 };
const half = { at: '2026-11-28T00:00:00+01:00', percentage: 50 };
const all = { at: '2026-11-29T00:00:00+01:00', percentage: 100 };

/** As many points as asked for, a day apart. */
function points(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ at: new Date(i * 86_400_000).toISOString(), percentage: i / 10 }));
}

describe('A percentage', () => {
  it.each([0, 0.001, 33.333, 99.999_999_9, 100])('may be %d', (percentage) => {
    expect(schemaProblems(percentageSchema, percentage)).toStrictEqual([]);
  });

  it.each([
    [-0.001, 'at least 0'],
    [100.001, 'at most 100'],
    ['30', 'must be a number'],
  ])('may not be %p', (percentage, hint) => {
    expect(schemaProblems(percentageSchema, percentage)).toEqual([expect.stringContaining(hint)]);
  });
});

describe('A share', () => {
  it.each([
    [0],
    [12.5],
    [{ steps: [one] }],
    [{ steps: [one, half, all] }],
    [{ linear: [one, all] }],
    [{ linear: [half, { ...all, percentage: 50 }] }],
    [{ steps: points(100) }],
    [{ linear: points(100) }],
  ])('may be %j', (share) => {
    expect(shareSchema.parse(share)).toEqual(share);
  });

  it.each([
    [101, 'at most 100'],
    [-1, 'at least 0'],
  ])('is rejected with the reason when it is %d', (share, hint) => {
    expect(schemaProblems(shareSchema, share)).toEqual([expect.stringContaining(hint)]);
  });

  it.each([['30%'], [null], [true], [[one]]])('may not be %j', (share) => {
    expect(schemaProblems(shareSchema, share)).toEqual([expect.stringContaining('must be a number')]);
  });

  it.each([
    ['nothing', {}, '(root): ', 'an object with one of "steps", "linear"'],
    ['a misspelled name', { step: [one] }, '(root): ', 'an object with one of "steps", "linear"'],
    ['two progressions', { steps: [one], linear: [one, all] }, '(root): ', '"linear"'],
    ['a point by itself', { steps: one }, 'steps: ', 'must be an array'],
    ['a date as a number', { linear: [{ ...one, at: 1_795_737_600 }, all] }, 'linear[0].at: ', 'with an offset'],
    ['a misspelled property', { steps: [{ ...one, percent: 5 }] }, 'steps[0]: ', '"percent"'],
    ['no step', { steps: [] }, 'steps: ', 'at least 1'],
    ['a line from one point', { linear: [one] }, 'linear: ', 'at least 2'],
    ['101 steps', { steps: points(101) }, 'steps: ', 'at most 100'],
    ['101 points', { linear: points(101) }, 'linear: ', 'at most 100'],
    ['a date without offset', { steps: [{ ...one, at: '2026-11-27T00:00:00' }] }, 'steps[0].at: ', 'with an offset'],
    ['a percentage over 100', { linear: [one, { ...all, percentage: 101 }] }, 'linear[1].percentage: ', 'at most 100'],
    ['a date before', { steps: [half, { ...all, at: one.at }] }, 'steps[1].at: ', 'later than the previous point'],
    ['the same date', { linear: [one, { ...all, at: one.at }] }, 'linear[1].at: ', 'later than the previous point'],
    ['a lower percentage', { steps: [half, { ...all, percentage: 49.999 }] }, 'steps[1].percentage: ', 'at least 50'],
  ])('rejects %s', (_, share, path, hint) => {
    const found = schemaProblems(shareSchema, share);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(path)).toBe(true);
    expect(found[0]).toContain(hint);
  });

  it('compares instants, whatever their offsets', () => {
    const sameInUtc = { at: '2026-11-26T23:00:00Z', percentage: 50 };
    expect(schemaProblems(shareSchema, { steps: [one, sameInUtc] })).toHaveLength(1);
    expect(
      schemaProblems(shareSchema, { steps: [one, { ...sameInUtc, at: '2026-11-26T23:00:00.001Z' }] }),
    ).toStrictEqual([]);
  });

  it('is reported with all problems at once', () => {
    const list = [half, { at: one.at, percentage: 1 }, { at: one.at, percentage: 101 }];
    expect(schemaProblems(shareSchema, { steps: list })).toHaveLength(4);
  });

  it('can be written as JSON Schema', () => {
    const written = z.toJSONSchema(shareSchema, { io: 'input', unrepresentable: 'any' });
    expect(written.anyOf).toMatchObject([
      { type: 'number', minimum: 0, maximum: 100 },
      { properties: { steps: { minItems: 1, maxItems: 100 } } },
      { properties: { linear: { minItems: 2, maxItems: 100 } } },
    ]);
  });
});
