import type { FlagDefinitions, SegmentDefinitions } from '../../../lib/index.js';
import type { Extensions } from '../../../lib/core.js';

/** How an extension fails when it is asked. */
const failures: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('ada@shop.example');
  },
  promises: () => Promise.resolve(true),
  rejects: () => Promise.reject(new Error('ada@shop.example')),
  babbles: () => 'yes',
};

const ways = Object.keys(failures);
const failing = Object.fromEntries(ways.map((way) => [way, () => failures[way]])) as never;

export const extensions: Extensions = { operators: failing, strategies: failing, bucketers: failing };

/** A flag that is on where a condition holds. */
const forThose = (when: object, rest: object = {}) => ({
  type: 'boolean',
  otherwise: false,
  rules: [{ when }],
  ...rest,
});

const yes = { attribute: 'plan', op: 'equals', value: 'gold' };
const no = { attribute: 'plan', op: 'equals', value: 'free' };

function flagsThatFailBy(way: string): Record<string, object> {
  const broken = { attribute: 'plan', op: `custom:${way}` };
  const bucketed = { bucketer: way };
  const variants = [{ name: 'dark', weight: 1 }];
  const share = { percentage: 50, ...bucketed };
  return {
    strategy: { type: 'custom', strategy: way },
    'strategy of a variant rule': { type: 'custom', strategy: way, rules: [{ when: no, serve: true }] },
    condition: forThose(broken),
    'condition under not': forThose({ not: broken }),
    'condition under not twice': forThose({ not: { not: broken } }),
    'condition in any': forThose({ any: [no, broken] }),
    'condition in any under not': forThose({ not: { any: [no, broken] } }),
    'condition in all': forThose({ all: [yes, broken] }),
    'condition in all under not': forThose({ not: { all: [yes, broken] } }),
    'rule that keeps users out': { type: 'boolean', otherwise: true, rules: [{ when: broken, serve: false }] },
    'rule with a rollout': { type: 'boolean', otherwise: true, rules: [{ when: broken, rollout: { percentage: 0 } }] },
    segment: forThose({ segment: `segment.${way}` }),
    'segment under not': forThose({ not: { segment: `segment.${way}` } }),
    'segment of a segment under not': forThose({ not: { segment: `outer.${way}` } }),
    'flag in a layer': forThose({ not: broken }, { layer: { name: `layer.${way}`, from: 0, to: 100 } }),
    percentage: { type: 'percentage', ...share },
    variant: { type: 'variant', variants, defaultVariant: 'dark', ...bucketed },
    'rollout of a rule': {
      type: 'boolean',
      otherwise: true,
      rules: [{ rollout: share, onMiss: 'stop' }],
    },
    'rollout under not': forThose({ not: { rollout: share } }),
    split: { type: 'variant', variants, rules: [{ serve: { split: [{ variant: 'dark', weight: 1 }], ...bucketed } }] },
  };
}

/** A key of what is said in words. */
const keyOf = (way: string, what: string) => `${way}.${what.replaceAll(' ', '-')}`;

const direct = ways.flatMap((way) =>
  Object.entries(flagsThatFailBy(way)).map(([what, flag]) => [keyOf(way, what), flag] as const),
);

/** Flags that want one that fails to be off, or on, or to serve something. */
const dependent = direct.flatMap(([key]) => [
  [`${key}.must-be-off`, { type: 'boolean', prerequisites: [{ flag: key, enabled: false }] }] as const,
  [`${key}.must-be-on`, { type: 'boolean', prerequisites: [{ flag: key }] }] as const,
  [`${key}.asked-by-a-condition`, forThose({ flag: key, enabled: false })] as const,
  [`${key}.asked-under-not`, forThose({ not: { flag: key } })] as const,
]);

const unknown: FlagDefinitions = {
  'unknown.must-be-off': { type: 'boolean', prerequisites: [{ flag: 'nobody-defines-this', enabled: false }] },
  'unknown.must-be-off.must-be-off': {
    type: 'boolean',
    prerequisites: [{ flag: 'unknown.must-be-off', enabled: false }],
  },
  'unknown.asked-under-not': {
    type: 'boolean',
    otherwise: true,
    rules: [{ when: { not: { flag: 'nobody-defines-this' } } }],
  },
};

/** Flags of which none can be decided, each for a reason of its own. */
export const failingFlags = { ...Object.fromEntries([...direct, ...dependent]), ...unknown } as FlagDefinitions;

export const failingSegments = Object.fromEntries(
  ways.flatMap((way) => [
    [`segment.${way}`, { include: ['bob'], rules: [{ attribute: 'plan', op: `custom:${way}` }] }],
    [`outer.${way}`, { rules: [{ segment: `segment.${way}` }] }],
  ]),
) as SegmentDefinitions;
