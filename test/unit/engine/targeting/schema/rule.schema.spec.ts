import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../problems.js';

const variants = [
  { name: 'light', weight: 1 },
  { name: 'dark', weight: 1 },
];
const share = (variant: string, weight = 1) => ({ variant, weight });
const SERVES = 'must be true, false, or an object with one of "variant", "value", "split"';

/** The problems of the rules of a variant flag. */
function problemsOfRules(rules: unknown, rest: object = {}): string[] {
  return problemsOf('theme', { type: 'variant', variants, ...rest, rules });
}

/** The problems of one rule, with their places within it. */
function problemsOfRule(rule: unknown, rest: object = {}): string[] {
  return problemsOfRules([rule], rest).map((line) => line.replace(/^theme\.rules\[0\]/, ''));
}

function text(kib: number): string {
  return 'x'.repeat(kib * 1024);
}

describe('The schema of rules', () => {
  it.each<[string, object]>([
    ['for everyone', {}],
    [
      'with everything',
      {
        id: 'gold',
        description: 'Gold',
        when: { segment: 'vip' },
        rollout: { percentage: 5 },
        serve: true,
        onMiss: 'stop',
      },
    ],
    ['that serves false', { serve: false }],
    ['that serves a variant', { serve: { variant: 'dark' } }],
    ['that serves a value', { serve: { value: null } }],
    ['that serves a variant while it is off', { serve: { variant: 'dark', enabled: false } }],
    ['that serves a value while it is on or off', { serve: { value: 7, enabled: true } }],
    ['that splits', { serve: { split: [share('dark'), share('light', 0)], salt: 'summer', bucketBy: 'company' } }],
  ])('accepts a rule %s', (_, rule) => {
    expect(problemsOfRule(rule)).toStrictEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['that is a text', 'gold', [': must be an object; given: a string']],
    ['that is null', null, [': must be an object; given: null']],
    [
      'with a misspelled property',
      { wehn: { segment: 'vip' } },
      [': has unknown properties, fix or remove them: "wehn"'],
    ],
    ['with an empty id', { id: '' }, ['.id: must have at least 1']],
    ['that serves a text', { serve: 'dark' }, [`.serve: ${SERVES}`]],
    ['that serves null', { serve: null }, [`.serve: ${SERVES}`]],
    ['that is off with no answer', { serve: { enabled: false } }, [`.serve: ${SERVES}`]],
    [
      'that is off with a split',
      { serve: { split: [share('dark')], enabled: false } },
      ['.serve: has unknown properties, fix or remove them: "enabled"'],
    ],
    [
      'that is off with a variant which the flag does not have',
      { serve: { variant: 'sepia', enabled: false } },
      ['.serve.variant: must be the name of one of the variants'],
    ],
    ['that serves something misspelled', { serve: { variants: 'dark' } }, [`.serve: ${SERVES}`]],
    [
      'that serves two things',
      { serve: { variant: 'dark', value: 5 } },
      ['.serve: has unknown properties, fix or remove them: "value"'],
    ],
    [
      'that serves a variant which the flag does not have',
      { serve: { variant: 'sepia' } },
      ['.serve.variant: must be the name of one of the variants'],
    ],
    [
      'that splits by an object',
      { serve: { split: { dark: 1 } } },
      ['.serve.split: must be an array; given: an object'],
    ],
    [
      'that splits a variant which the flag does not have',
      { serve: { split: [share('dark'), share('sepia')] } },
      ['.serve.split[1].variant: must be the name of one of the variants'],
    ],
    [
      'that splits with a misspelled property',
      { serve: { split: [{ varaint: 'dark', weight: 1 }] } },
      ['.serve.split[0].variant: is missing; it must be a string', '.serve.split[0]: has unknown properties'],
    ],
    [
      'that splits one variant twice',
      { serve: { split: [share('dark'), share('dark')] } },
      ['.serve.split: must name different variants'],
    ],
    [
      'that splits without a weight',
      { serve: { split: [share('dark', 0)] } },
      ['.serve.split: must have at least one weight above 0'],
    ],
    [
      'that splits beside a misspelled salt',
      { serve: { split: [share('dark')], slat: 'x' } },
      ['.serve: has unknown properties, fix or remove them: "slat"'],
    ],
    ['with a rollout of a number', { rollout: 50 }, ['.rollout: must be an object; given: a whole number']],
    [
      'with another way to miss',
      { rollout: { percentage: 5 }, onMiss: 'off' },
      ['.onMiss: must be "continue" or "stop"'],
    ],
  ])('rejects a rule %s', (_, rule, problems) => {
    const lines = problemsOfRule(rule);
    expect(lines).toHaveLength(problems.length);
    lines.forEach((line, i) => expect(line.startsWith(problems[i] ?? 'nothing')).toBe(true));
  });

  it.each([{ serve: { split: [share('dark')] } }, { serve: true }, {}, { rollout: { percentage: 5 }, serve: false }])(
    'accepts "onMiss" if the rule %j may miss',
    (rule) => {
      expect(problemsOfRule({ ...rule, onMiss: 'stop' })).toStrictEqual([]);
    },
  );

  it.each([{ serve: false }, { serve: { variant: 'dark' } }, { serve: { value: 7 } }])(
    'rejects "onMiss" if the rule %j never misses',
    (rule) => {
      const problem =
        '.onMiss: has no effect: the rule has no rollout and draws no variant, so it serves everyone for whom its condition holds';
      expect(problemsOfRule({ ...rule, onMiss: 'continue' })).toEqual([problem]);
    },
  );

  it('rejects "onMiss" in a flag without variants if there is no rollout', () => {
    const flag = { type: 'user_list', users: [] };
    const rule = { onMiss: 'stop' };
    expect(problemsOf('sale', { ...flag, rules: [{ ...rule, rollout: { percentage: 5 } }] })).toStrictEqual([]);
    expect(problemsOf('sale', { ...flag, rules: [rule] })).toEqual([
      expect.stringMatching(/^sale\.rules\[0\]\.onMiss: has no effect/),
    ]);
  });

  it('accepts 100 rules and rejects one more, naming the limit', () => {
    const rules = Array.from({ length: 100 }, () => ({}));
    expect(problemsOfRules(rules)).toStrictEqual([]);
    expect(problemsOfRules([...rules, {}])).toEqual([expect.stringMatching(/^theme\.rules: .*100/)]);
  });

  it('rejects rules that are not a list', () => {
    expect(problemsOfRules({ serve: true })).toEqual(['theme.rules: must be an array; given: an object']);
  });

  it.each<[object[]]>([[[{ id: 'gold' }, { id: 'gold' }]], [[{ id: 'rule-2' }, {}]], [[{}, {}, { id: 'rule-1' }]]])(
    'rejects the ids of %j, counting the implicit ids',
    (rules) => {
      expect(problemsOfRules(rules)).toEqual(['theme.rules: must have different ids']);
    },
  );
});

describe('A flag with rules', () => {
  it('requires `otherwise` if it is boolean', () => {
    const missing =
      'sale.otherwise: is required with "rules": set it to the answer when no rule matches, true or false';
    expect(problemsOf('sale', { type: 'boolean', rules: [{}] })).toEqual([missing]);
    expect(problemsOf('sale', { type: 'boolean', rules: [] })).toStrictEqual([]);
    for (const otherwise of [true, false]) {
      expect(problemsOf('sale', { type: 'boolean', rules: [{}], otherwise })).toStrictEqual([]);
    }
    expect(problemsOf('sale', { type: 'percentage', percentage: 5, otherwise: true })).toHaveLength(1);
  });

  it.each<[object]>([[{ variant: 'dark' }], [{ split: [share('dark')] }]])(
    'reports what it can serve instead of %j if it has no variants',
    (serve) => {
      expect(problemsOf('sale', { type: 'user_list', users: [], rules: [{}, { serve }] })).toEqual([
        'sale.rules[1].serve: a flag of type "user_list" has no variants: serve true, false or { value }',
      ]);
    },
  );

  it('with rendezvous accepts no bucketer in a split', () => {
    const serve = { split: [share('dark')], bucketer: 'md5' };
    expect(problemsOfRule({ serve })).toStrictEqual([]);
    expect(problemsOfRule({ serve }, { allocation: 'rendezvous' })).toEqual([
      '.serve.bucketer: cannot be combined with "rendezvous", which has its own hash: remove it',
    ]);
  });

  it('has 64 KiB for the values of rules, prerequisites, parameters and variants together', () => {
    const flag = (ofRule: number, ofPrerequisite: number, ofVariant: number) => ({
      type: 'variant',
      variants: [{ name: 'dark', weight: 1, value: text(ofVariant) }],
      rules: [{ serve: { value: text(ofRule) } }],
      prerequisites: [{ flag: 'checkout', value: text(ofPrerequisite) }],
    });
    expect(problemsOf('theme', flag(20, 20, 20))).toStrictEqual([]);
    expect(problemsOf('theme', flag(20, 20, 30))).toEqual(['theme: contains more than 64 KiB of values']);
    expect(problemsOf('theme', flag(70, 0, 0))).toEqual(['theme: contains more than 64 KiB of values']);
    const custom = { type: 'custom', strategy: 'lottery', parameters: text(70) };
    expect(problemsOf('gift', custom)).toEqual(['gift: contains more than 64 KiB of values']);
  });
});

describe('The schema of prerequisites', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'checkout', ': must be an object such as { "flag": "payments" }'],
    ['no flag', {}, '.flag: is missing; it must be a string'],
    ['what is no key', { flag: 'new checkout' }, '.flag: must be a key: a letter or digit'],
    ['a switch that is neither on nor off', { flag: 'checkout', enabled: 1 }, '.enabled: must be true or false'],
    [
      'two wishes at once',
      { flag: 'checkout', enabled: true, value: 1 },
      ': accepts only one of "enabled", "variants" and "value"',
    ],
    ['no variants', { flag: 'checkout', variants: [] }, '.variants: must have at least 1'],
    ['one variant that is no list', { flag: 'checkout', variants: 'dark' }, '.variants: must be an array'],
  ])('rejects %s', (_, prerequisite, problem) => {
    const prefix = 'sale.prerequisites[1]';
    const lines = problemsOf('sale', { type: 'boolean', prerequisites: [{ flag: 'search' }, prerequisite] });
    expect(lines).toEqual([expect.stringContaining(`${prefix}${problem}`)]);
  });

  it('accepts 100 prerequisites and rejects one more, naming the limit', () => {
    const prerequisites = Array.from({ length: 100 }, (_, i) => ({ flag: `f${i}` }));
    expect(problemsOf('sale', { type: 'boolean', prerequisites })).toStrictEqual([]);
    expect(problemsOf('sale', { type: 'boolean', prerequisites: [...prerequisites, { flag: 'f' }] })).toEqual([
      expect.stringMatching(/^sale\.prerequisites: .*100/),
    ]);
  });
});

describe('The schema of a layer', () => {
  it('does not suggest a bucketer for a fraction of a bucket, because a layer has none', () => {
    expect(problemsOf('sale', { type: 'boolean', layer: { name: 'page', from: 0, to: 0.0001 } })).toEqual([
      'sale.layer.to: must be a multiple of 0.001, because the built-in hash has 100000 buckets: round it',
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['a name alone', 'payment', [': must be an object; given: a string']],
    ['nothing', {}, ['.name: ']],
    ['no range', { name: 'payment' }, [': needs exactly one of "from" and "to", "ranges"']],
    ['an empty range', { name: 'payment', from: 50, to: 50 }, ['.to: must be above "from"']],
    [
      'a percentage',
      { name: 'payment', percentage: 50 },
      [': has unknown properties, fix or remove them: "percentage"', ': needs exactly one of'],
    ],
    ['a range beyond 100', { name: 'payment', from: 0, to: 101 }, ['.to: must be at most 100']],
    ['a part of a bucket', { name: 'payment', from: 0.0001, to: 1 }, ['.from: must be a multiple of 0.001']],
    [
      'a salt',
      { name: 'payment', from: 0, to: 1, salt: 'x' },
      [': has unknown properties, fix or remove them: "salt"'],
    ],
  ])('rejects %s', (_, layer, problems) => {
    const lines = problemsOf('sale', { type: 'boolean', layer });
    expect(lines).toHaveLength(problems.length);
    lines.forEach((line, i) => expect(line.startsWith(`sale.layer${problems[i]}`)).toBe(true));
  });
});
