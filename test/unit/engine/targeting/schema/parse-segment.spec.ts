import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError, pathText } from '../../../../../lib/engine/flag.errors.js';
import {
  parseSegment,
  parseSegments,
  tryParseSegment,
} from '../../../../../lib/engine/targeting/schema/parse-segment.js';
import { hostileObjects } from '../../hostile-objects.js';

const vip = {
  description: 'Our best customers',
  attribute: '/company/id',
  include: ['acme'],
  exclude: ['initech'],
  rules: [{ attribute: 'plan', op: 'equals', value: 'gold' }],
};

function problemsOf(definition: unknown, key = 'vip'): string[] {
  return (tryParseSegment(key, definition).issues ?? []).map(({ path, message }) => `${pathText(path)}: ${message}`);
}

describe('parseSegment', () => {
  it('gives a segment its key, freezes it deeply and keeps everything else as written', () => {
    const segment = parseSegment('vip', vip);
    expect(segment).toStrictEqual({ ...vip, key: 'vip' });
    expect([segment, segment.include, segment.rules, segment.rules?.[0]].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(vip.include)).toBe(false);
    expect(parseSegment('vip', segment)).toBe(segment);
    expect(parseSegment('vip', JSON.parse(JSON.stringify(segment)))).toStrictEqual(segment);
  });

  it('accepts a segment without users', () => {
    expect(parseSegment('nobody', {})).toStrictEqual({ key: 'nobody' });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, [': is missing: add its definition']],
    ['true', true, [': must be an object; given: a boolean']],
    ['a list', ['ada'], [': must be an object; given: an array']],
    ['a misspelled property', { inclde: ['ada'] }, [': has unknown properties, fix or remove them: "inclde"']],
    ['one user who is no list', { include: 'ada' }, ['.include: must be an array; given: a string']],
    ['a user without a name', { exclude: ['ada', ''] }, ['.exclude[1]: must have at least 1']],
    ['a user who is a number', { include: [42] }, ['.include[0]: must be a string; given: a whole number']],
    [
      'an attribute that is not allowed',
      { attribute: '/company/__proto__' },
      ['.attribute: contains a name that is not allowed'],
    ],
    [
      'an attribute without lists',
      { attribute: 'groups', rules: [true] },
      ['.attribute: would have no effect without "include" or "exclude": leave it out'],
    ],
    [
      'an attribute within the user id',
      { attribute: '/userId/tenant', include: ['acme'] },
      ['.attribute: leads into "userId", which has no members'],
    ],
    [
      'rules of a flag',
      { rules: [{ when: { segment: 'staff' } }] },
      ['.rules[0]: must be true, false or an object with one of "all"'],
    ],
    [
      'a condition with a typo',
      { rules: [{ all: [{ attribute: 'plan', op: 'equal', value: 1 }] }] },
      ['.rules[0].all[0].op: must be one of equals'],
    ],
    ['another key', { key: 'staff' }, ['.key: must be absent or "vip"']],
    ['a version below zero', { version: -1 }, ['.version: must be at least 0; given: -1']],
  ])('rejects %s, with the place below "segments"', (_, definition, problems) => {
    const lines = problemsOf(definition);
    expect(lines).toHaveLength(problems.length);
    lines.forEach((line, i) => expect(line.startsWith(`segments.vip${problems[i]}`)).toBe(true));
  });

  it('rejects a key that is not legal', () => {
    expect(problemsOf({}, 'our best')).toEqual([expect.stringContaining('"our best": is not a valid key')]);
    expect(problemsOf({}, '__proto__')).toEqual([expect.stringContaining('is not a valid key')]);
  });

  it('accepts 100,000 users and 100 rules, and rejects one more of each', () => {
    const users = Array.from({ length: 100_000 }, (_, i) => `user-${i}`);
    const rules = Array.from({ length: 100 }, () => ({ segment: 'staff' }));
    expect(problemsOf({ include: users, exclude: users, rules })).toStrictEqual([]);
    expect(problemsOf({ include: [...users, 'ada'] })).toEqual([
      expect.stringMatching(/^segments\.vip\.include: .*100000/),
    ]);
    expect(problemsOf({ rules: [...rules, ...rules] })).toEqual([
      expect.stringMatching(/^segments\.vip\.rules: .*100/),
    ]);
  });

  it.each(Object.entries(hostileObjects))('reads %s as invalid, or as the plain data that it is', (_, make) => {
    for (const definition of [make(), { include: make() }, { rules: [make()] }]) {
      try {
        expect(parseSegment('vip', definition).key).toBe('vip');
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFlagError);
      }
    }
  });
});

describe('parseSegments', () => {
  it('reads a whole set by key', () => {
    expect([...parseSegments({ vip, nobody: {} }).keys()]).toEqual(['vip', 'nobody']);
  });

  it('lists the problems of all segments at once, and names the source', () => {
    const set = { vip, staff: { include: 'ada' }, beta: { rules: 5 } };
    expect(() => parseSegments(set)).toThrow(InvalidFlagError);
    expect(() => parseSegments(set, 'flags.json')).toThrow(
      /in flags\.json:\n {2}- segments\.staff\.include: .*\n {2}- segments\.beta\.rules: /,
    );
  });

  it('rejects a value that is not a set', () => {
    expect(() => parseSegments([])).toThrow('segments: must be an object of definitions by key');
  });
});
