import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import { nextDefinitionChange, reachedFrom } from '../../../../lib/engine/targeting/next-definition-change.js';
import type { Definitions } from '../../../../lib/engine/definitions.js';

const window = { start: '2026-11-27T00:00:00Z', end: '2026-11-30T00:00:00Z' };
const sale = parseFlag('sale', { type: 'time_based', ...window });
const weekend = parseSegment('weekend', { rules: [{ time: window }] });
const banner = parseFlag('banner', { type: 'boolean', prerequisites: [{ flag: 'sale' }] });
const offer = parseFlag('offer', { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'weekend' } }] });
const plain = parseFlag('plain', { type: 'percentage', percentage: 50 });
const ramp = parseFlag('ramp', {
  type: 'percentage',
  percentage: {
    steps: [
      { at: '2026-11-27T00:00:00Z', percentage: 10 },
      { at: '2026-11-28T00:00:00Z', percentage: 100 },
    ],
  },
});

const definitions: Definitions = {
  flags: new Map([sale, banner, offer, plain, ramp].map((flag) => [flag.key, flag])),
  segments: new Map([[weekend.key, weekend]]),
};

const before = Date.parse('2026-11-01T00:00:00Z');
const during = Date.parse('2026-11-27T12:00:00Z');
const nextOf = (flag: typeof sale, now: number) => {
  const next = nextDefinitionChange(reachedFrom(flag, definitions), now);
  return next === Infinity ? 'never' : new Date(next).toISOString();
};

describe('The next change of a definition with time', () => {
  it('is the start and then the end of its window', () => {
    expect(nextOf(sale, before)).toBe('2026-11-27T00:00:00.000Z');
    expect(nextOf(sale, during)).toBe('2026-11-30T00:00:00.000Z');
    expect(nextOf(sale, Date.parse(window.end))).toBe('never');
  });

  it('is the next step of a growing percentage', () => {
    expect(nextOf(ramp, before)).toBe('2026-11-27T00:00:00.000Z');
    expect(nextOf(ramp, during)).toBe('2026-11-28T00:00:00.000Z');
    expect(nextOf(ramp, Date.parse('2026-11-28T00:00:00Z'))).toBe('never');
  });

  it('is that of a prerequisite or of a segment', () => {
    expect(nextOf(banner, before)).toBe('2026-11-27T00:00:00.000Z');
    expect(nextOf(offer, during)).toBe('2026-11-30T00:00:00.000Z');
  });

  it('does not exist for a flag without anything that changes with time', () => {
    expect(nextOf(plain, before)).toBe('never');
  });
});

describe('The definitions that a flag depends on', () => {
  it('are the flag itself and everything that it refers to', () => {
    expect([...reachedFrom(offer, definitions)]).toStrictEqual([offer, weekend]);
    expect([...reachedFrom(banner, definitions)]).toStrictEqual([banner, sale]);
  });

  it('do not include undefined flags', () => {
    const lonely = parseFlag('lonely', { type: 'boolean', prerequisites: [{ flag: 'unknown' }] });
    expect([...reachedFrom(lonely, definitions)]).toStrictEqual([lonely]);
  });
});
