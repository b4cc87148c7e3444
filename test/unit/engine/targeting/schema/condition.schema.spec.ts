import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../problems.js';

const plan = { attribute: 'plan', op: 'equals', value: 'gold' };
const KINDS =
  'must be true, false or an object with one of "all", "any", "not", "segment", "flag", "time", "rollout", "op" (with "attribute")';
const unknownProperty = (name: string) => `has unknown properties, fix or remove them: "${name}"`;

const WHEN = 'sale.rules[0].when';

/** The problems of one condition, with their places within it. */
function problemsIn(when: unknown): string[] {
  return problemsOf('sale', { type: 'boolean', otherwise: false, rules: [{ when }] }).map((line) =>
    line.startsWith(WHEN) ? line.slice(WHEN.length) : `elsewhere: ${line}`,
  );
}

function nested(levels: number, leaf: unknown = plan): unknown {
  return levels === 1 ? leaf : { not: nested(levels - 1, leaf) };
}

function list(count: number): object[] {
  return Array.from({ length: count }, () => plan);
}

describe('The schema of a condition', () => {
  it.each<[string, unknown]>([
    ['an attribute', plan],
    ['an attribute at a path', { attribute: '/company/plan', op: 'in', values: ['gold', 'silver'] }],
    ['true', true],
    ['false in a group', { any: [false, plan] }],
    ['an empty all', { all: [] }],
    ['an empty any', { any: [] }],
    ['all', { all: [plan] }],
    ['any', { any: [plan, { segment: 'vip' }] }],
    ['not', { not: plan }],
    ['a segment', { segment: 'vip' }],
    ['a flag', { flag: 'checkout' }],
    ['a flag that must be off', { flag: 'checkout', enabled: false }],
    ['a flag with variants', { flag: 'theme', variants: ['dark'] }],
    ['a flag, negated', { flag: 'theme', variants: ['dark'], negate: true }],
    ['a flag with a value', { any: [{ flag: 'theme', value: { background: null } }] }],
    ['a time', { time: { start: '2026-11-27T00:00:00+01:00' } }],
    ['a rollout', { rollout: { percentage: 10, bucketBy: 'company', salt: 'summer', bucketer: 'md5' } }],
    ['a growing rollout', { rollout: { percentage: { steps: [{ at: '2026-11-27T00:00:00Z', percentage: 10 }] } } }],
    ['ten levels', nested(10)],
    ['1,000 in a tree, itself included', { any: list(999) }],
  ])('accepts %s', (_, condition) => {
    expect(problemsIn(condition)).toStrictEqual([]);
  });

  const mistakes: [string, unknown, string[]][] = [
    ['a misspelled operator', { ...plan, op: 'equal' }, ['.op: must be one of equals, in, contains,']],
    ['an operator alone', { op: 'exists' }, ['.attribute: is missing; it must be a string']],
    ['an attribute alone', { attribute: 'plan', value: 'gold' }, [`: ${KINDS}`]],
    [
      'a misspelled attribute',
      { atribute: 'plan', op: 'exists' },
      ['.attribute: is missing', `: ${unknownProperty('atribute')}`],
    ],
    [
      'a misspelled value',
      { attribute: 'plan', op: 'equals', vlaue: 1 },
      ['.value: must be', `: ${unknownProperty('vlaue')}`],
    ],
    ['an operand of a wrong type', { attribute: 'age', op: 'greater_than', value: '18' }, ['.value: must be a number']],
    [
      'an option that the operator does not know',
      { attribute: 'age', op: 'less_than', value: 1, ignoreCase: true },
      [': "ignoreCase" would have no effect on "less_than", which compares numbers: leave it out'],
    ],
    ['an attribute that is not allowed', { attribute: '__proto__', op: 'exists' }, ['.attribute: is a reserved name']],
    [
      'a custom operator that is no name',
      { attribute: 'plan', op: 'custom:is it' },
      ['.op: must be "custom:" and a name'],
    ],
    ['a misspelled group', { al: [plan] }, [`: ${KINDS}`]],
    ['a group that is no list', { all: plan }, ['.all: must be an array; given: an object']],
    ['two groups at once', { all: [plan], any: [plan] }, [`: ${unknownProperty('any')}`]],
    ['a group and an attribute at once', { ...plan, not: plan }, [`: ${unknownProperty('not')}`]],
    ['not of a list', { not: [plan] }, [`.not: ${KINDS}`]],
    ['a segment that is no key', { segment: 'beta testers' }, ['.segment: must be a key: a letter or digit']],
    ['a list of segments', { segment: ['vip'] }, ['.segment: must be a string; given: an array']],
    [
      'a time without an offset',
      { time: { start: '2026-11-27T00:00:00' } },
      ['.time.start: must be an ISO 8601 date and time'],
    ],
    ['a time of nothing', { time: {} }, ['.time: must have "start", "end" or both']],
    ['a rollout of a number', { rollout: 50 }, ['.rollout: must be an object; given: a whole number']],
    [
      'a misspelled percentage',
      { rollout: { percent: 50 } },
      [
        `.rollout: ${unknownProperty('percent')}`,
        '.rollout: needs exactly one of "percentage", "from" and "to", "ranges"',
      ],
    ],
    [
      'a flag with two requirements',
      { flag: 'theme', enabled: false, variants: ['dark'] },
      [': accepts only one of "enabled", "variants" and "value"'],
    ],
    [
      'a flag that must be off, negated',
      { flag: 'theme', enabled: false, negate: true },
      ['.negate: cannot be combined with "enabled"'],
    ],
    ['a flag that is no key', { flag: 'new theme' }, ['.flag: must be a key']],
    [
      'a flag with a value of more than 64 KiB',
      { flag: 'theme', value: 'x'.repeat(65_536) },
      ['.value: contains more than 64 KiB'],
    ],
    ['a flag beside a segment', { flag: 'theme', segment: 'vip' }, [`: ${unknownProperty('flag')}`]],
    ['a percentage over 100', { rollout: { percentage: 101 } }, ['.rollout.percentage: must be at most 100']],
    [
      'a progression without dates',
      { rollout: { percentage: { steps: [{ at: 'soon', percentage: 5 }] } } },
      ['.rollout.percentage.steps[0].at: must be an ISO 8601'],
    ],
    [
      'what a rollout in a condition cannot do',
      { rollout: { percentage: 5, serve: true } },
      [`.rollout: ${unknownProperty('serve')}`],
    ],
    ...[null, 5, 'plan == gold', [], {}].map((nothing): [string, unknown, string[]] => [
      JSON.stringify(nothing),
      nothing,
      [`: ${KINDS}`],
    ]),
  ];

  it.each(mistakes)('rejects %s, with the place and the remedy', (_, condition, problems) => {
    expect(problemsIn(condition)).toEqual(problems.map((problem) => expect.stringContaining(problem)));
    expect(problemsIn(condition).map((line, i) => line.startsWith(problems[i] ?? ''))).toEqual(
      problems.map(() => true),
    );
  });

  it.each(mistakes)('reports %s in one leaf of a deep tree', (_, leaf, problems) => {
    const tree = { all: [{ segment: 'vip' }, { any: [plan, { not: { all: [plan, leaf, plan] } }] }] };
    const lines = problemsIn(tree);
    expect(lines).toHaveLength(problems.length);
    lines.forEach((line, i) => expect(line.startsWith(`.all[1].any[1].not.all[1]${problems[i]}`)).toBe(true));
  });

  it('reports several mistakes of one tree at once', () => {
    expect(problemsIn({ any: [{ segmnt: 'vip' }, plan, { not: { ...plan, op: 'equal' } }] })).toEqual([
      expect.stringMatching(/^\.any\[0\]: /),
      expect.stringMatching(/^\.any\[2\]\.not\.op: /),
    ]);
  });

  it('rejects an eleventh level and a 1,001st condition, and names the remedy', () => {
    expect(problemsIn(nested(11))).toEqual([': is nested deeper than 10 levels: move a part of it into a segment']);
    expect(problemsIn({ any: list(1000) })).toEqual([
      ': contains more than 1000 conditions: move some of them into a segment',
    ]);
    expect(problemsIn({ any: [{ all: list(500) }, { all: list(500) }] })).toEqual([
      ': contains more than 1000 conditions: move some of them into a segment',
    ]);
  });

  it('reports what is wrong at the bottom of a tree that is too deep, too', () => {
    expect(problemsIn(nested(25, 5))).toEqual([expect.stringContaining(KINDS)]);
    expect(problemsIn(nested(200))).toEqual([expect.stringContaining('is nested deeper than 32 levels')]);
  });

  it('does not repeat the compared values', () => {
    const secret = { attribute: 'email', op: 'equal', value: 'ada@shop.example' };
    const lines = [
      secret,
      { ...secret, op: 'equals', values: ['ada@shop.example'] },
      { all: 'ada@shop.example' },
    ].flatMap(problemsIn);
    expect(lines.join('\n')).not.toContain('ada@shop.example');
    expect(lines).toHaveLength(3);
  });
});
