import * as fc from 'fast-check';

const FLAG_KEYS = ['checkout', 'express', 'search', 'theme', 'voucher', 'wallet'];
const SEGMENT_KEYS = ['staff', 'vip', 'guests'];

/** A change of a definition in one of three layers, or of an override. */
export type LayerChange = DefinitionOfLayer | OverrideOfFlag;

interface DefinitionOfLayer {
  readonly layer: 0 | 1 | 2;
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  /** `null` when it is gone; some cannot be read. */
  readonly definition: unknown;
}

interface OverrideOfFlag {
  readonly kind: 'override';
  readonly key: string;
  /** `null` when it is cleared. */
  readonly enabled: boolean | null;
  readonly unit: string | undefined;
}

const rules = fc.array(
  fc.constantFrom(...SEGMENT_KEYS).map((segment) => ({ when: { segment } })),
  { maxLength: 1 },
);
const prerequisites = fc.uniqueArray(
  fc.constantFrom(...FLAG_KEYS, 'unheard_of').map((flag) => ({ flag })),
  { maxLength: 1, selector: ({ flag }) => flag },
);
const slot = fc
  .tuple(fc.constantFrom('payment', 'results'), fc.nat({ max: 4 }), fc.constantFrom(10, 10, 20, 30))
  .map(([name, place, width]) => ({ name, from: place * 15, to: place * 15 + width }));
const readableFlag = fc
  .record({ rules, prerequisites, layer: slot, enabled: fc.boolean() }, { requiredKeys: [] })
  .map((rest) => ({ type: 'boolean', ...rest, ...(rest.rules === undefined ? {} : { otherwise: false }) }));
const flag = fc.oneof(
  { weight: 6, arbitrary: readableFlag },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(7, { type: 'maybe' }) },
);
const segment = fc.oneof(
  { weight: 4, arbitrary: rules.map((written) => ({ rules: written.map(({ when }) => when), include: ['ada'] })) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ include: 7 }) },
);
const layer = fc.constantFrom<0 | 1 | 2>(0, 1, 2);

export const layerChange: fc.Arbitrary<LayerChange> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      layer,
      kind: fc.constant('flag' as const),
      key: fc.constantFrom(...FLAG_KEYS),
      definition: flag,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      layer,
      kind: fc.constant('segment' as const),
      key: fc.constantFrom(...SEGMENT_KEYS),
      definition: segment,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('override' as const),
      key: fc.constantFrom(...FLAG_KEYS, 'unheard_of'),
      enabled: fc.option(fc.boolean()),
      unit: fc.constantFrom(undefined, 'ada'),
    }),
  },
);
