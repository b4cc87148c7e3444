import { describe, expect, it } from '@jest/globals';
import { parseSegment, parseSegments } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../../../lib/engine/targeting/segment.js';
import { segmentReader } from '../../../../lib/providers/definition-reader.js';
import type { FlagProblem } from '../../../../lib/providers/flag-provider.js';
import { LastGoodDefinitions } from '../../../../lib/providers/layers/last-good-definitions.js';

const BROKEN_STAFF: FlagProblem = { key: 'staff', kind: 'segment', message: 'is broken' };

/** What was read first. */
function delivered(definitions: Record<string, object>): LastGoodDefinitions<Segment> {
  const segments = new LastGoodDefinitions(segmentReader);
  segments.accept(1, parseSegments(definitions), []);
  return segments;
}

const keysOf = ({ all }: LastGoodDefinitions<Segment>) => [...all.keys()];

describe('LastGoodDefinitions', () => {
  it('keep a definition that becomes unreadable in its last state, until it is removed', () => {
    const segments = delivered({ staff: { include: ['ada'] } });
    segments.accept(2, new Map(), [BROKEN_STAFF]);
    segments.accept(3, new Map(), [BROKEN_STAFF]);
    expect(segments.all.get('staff')?.include).toEqual(['ada']);
    expect(segments.problems).toEqual([BROKEN_STAFF]);
    segments.accept(4, new Map(), []);
    expect([keysOf(segments), segments.problems]).toEqual([[], []]);
  });

  it('are not affected by problems of another kind, which may have the same key', () => {
    const segments = delivered({ staff: {} });
    segments.accept(2, new Map(), [
      { ...BROKEN_STAFF, kind: 'flag' },
      { key: 'staff', message: 'is broken' },
    ]);
    expect([keysOf(segments), segments.problems]).toEqual([[], []]);
  });

  it('include every existing definition, whether or not it is readable', () => {
    const segments = delivered({ testers: {} });
    segments.accept(2, parseSegments({ testers: {} }), [BROKEN_STAFF]);
    expect(['testers', 'staff', 'nobody'].map((key) => segments.claims(key))).toEqual([true, true, false]);
  });

  it('take over what was written, and drop the fact that it was unreadable', () => {
    const segments = delivered({ testers: {} });
    segments.accept(2, parseSegments({ testers: {} }), [BROKEN_STAFF]);
    const staff = parseSegment('staff', { include: ['ada'] });
    expect(segments.written(2, 'staff', staff)).toBe(staff);
    expect(segments.written(2, 'testers', undefined)).toBeUndefined();
    expect([keysOf(segments), segments.problems]).toEqual([['staff'], []]);
  });

  it('prefer a write to a read that began before it, its problems included, and not to a later one', () => {
    const segments = delivered({ staff: {}, testers: {} });
    segments.written(2, 'staff', parseSegment('staff', { include: ['ada'] }));
    segments.written(2, 'testers', undefined);
    segments.accept(2, parseSegments({ testers: {} }), [BROKEN_STAFF]);
    expect(segments.all.get('staff')?.include).toEqual(['ada']);
    expect([keysOf(segments), segments.problems]).toEqual([['staff'], []]);
    segments.accept(3, parseSegments({ testers: {} }), []);
    expect(keysOf(segments)).toEqual(['testers']);
  });

  it("parse the provider's answer to a write, and stay unchanged when it cannot be read", () => {
    const segments = delivered({ staff: {} });
    const answer = { include: ['ada'], version: 1 };
    expect(segments.written(1, 'staff', answer)).toEqual({ key: 'staff', ...answer });
    answer.include.push('eve');
    expect(() => segments.written(1, 'staff', { include: 7 })).toThrow(/segments\.staff\.include/);
    expect(() => segments.written(1, 'staff', parseSegment('testers', {}))).toThrow(/segments\.staff\.key/);
    expect(segments.all.get('staff')?.include).toEqual(['ada']);
  });

  it('report which have changed, and keep the same objects for equal ones', () => {
    const changed: string[] = [];
    const segments = new LastGoodDefinitions(segmentReader, (key) => changed.push(key));
    const told = () => changed.splice(0);
    segments.accept(1, parseSegments({ staff: { include: ['ada'] }, testers: {}, guests: {} }), []);
    expect(told()).toEqual(['staff', 'testers', 'guests']);
    const staff = segments.all.get('staff');
    const next = { vip: {}, guests: { exclude: ['eve'] }, staff: { include: ['ada'] } };
    segments.accept(2, parseSegments(next), [{ ...BROKEN_STAFF, key: 'partners' }]);
    expect(told()).toEqual(['testers', 'guests', 'vip', 'partners']);
    expect(segments.all.get('staff')).toBe(staff);
    segments.accept(3, parseSegments(next), []);
    expect(told()).toEqual(['partners']);
    segments.written(undefined, 'staff', { include: ['ada'] });
    segments.change(undefined, new Map([['vip', undefined]]), [BROKEN_STAFF]);
    expect([told(), segments.all.get('staff')]).toEqual([['staff', 'vip', 'staff'], staff]);
  });

  it('drop what was written when no earlier read is in progress', () => {
    const segments = delivered({ staff: {} });
    segments.written(undefined, 'staff', { include: ['ada'] });
    segments.accept(1, parseSegments({ staff: {} }), []);
    expect(segments.all.get('staff')).toEqual({ key: 'staff' });
  });
});
