import { describe, expect, it } from '@jest/globals';
import {
  fallbackUnitReader,
  ownUnitReader,
  stickyUnitsReader,
} from '../../../../lib/engine/allocation/sticky-units.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagDefinitions } from '../../../../lib/engine/flag.js';
import { parseFlags } from '../../../../lib/engine/parse/parse-flag.js';
import type { BucketBy } from '../../../../lib/engine/allocation/targeting-key.js';

const variants = [{ name: 'dark', weight: 1 }];
const ada: FlagContext = { userId: 'ada', sessionId: 's1', userAttributes: { tenant: 'acme', device: 7 } };
const unitsOf = (flags: FlagDefinitions, context: FlagContext) =>
  stickyUnitsReader(parseFlags(flags).values())?.(context);

describe('The unit that a variant is stored for', () => {
  it.each<[BucketBy | undefined, FlagContext, string | undefined]>([
    [undefined, ada, 'userId:ada'],
    [undefined, { sessionId: 's1' }, 'sessionId:s1'],
    [undefined, {}, undefined],
    ['tenant', ada, 'tenant:acme'],
    ['tenant', { userId: 'ada' }, undefined],
    [['tenant', 'userId'], { userId: 'ada' }, 'userId:ada'],
    ['device', ada, 'device:7'],
    ['userId', ada, 'userId:ada'],
    [undefined, { userId: 'x'.repeat(256) }, `userId:${'x'.repeat(256)}`],
    [undefined, { userId: 'x'.repeat(257), sessionId: 's1' }, undefined],
  ])('for %p and %j is %p', (bucketBy, context, unit) => {
    expect(ownUnitReader(bucketBy)(context)).toBe(unit);
  });

  it('differs from a unit of another attribute, whatever characters their names contain', () => {
    const userAttributes = { 'tenant:id': 'acme', tenant: 'id:acme', 'tenant%3Aid': 'acme' };
    const units = Object.keys(userAttributes).map((path) => ownUnitReader(path)({ userAttributes }));
    expect(new Set(units).size).toBe(3);
  });

  it('may also be the one that is named as a fallback, and no other', () => {
    expect(fallbackUnitReader('sessionId')(ada)).toBe('sessionId:s1');
    expect([fallbackUnitReader(undefined)(ada), fallbackUnitReader('sessionId')({ userId: 'ada' })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('The sticky units of several flags', () => {
  it('include each bucketing attribute once', () => {
    const split = { split: [{ variant: 'dark', weight: 1 }], bucketBy: 'device' } as const;
    const flags: FlagDefinitions = {
      theme: { type: 'variant', variants, sticky: { fallbackBy: 'sessionId' } },
      search: { type: 'variant', variants, sticky: {}, bucketBy: 'tenant' },
      layout: {
        type: 'variant',
        variants,
        sticky: {},
        rules: [{ when: { attribute: 'plan', op: 'exists' }, serve: split }],
      },
    };
    expect(unitsOf(flags, ada)?.toSorted()).toEqual(['device:7', 'sessionId:s1', 'tenant:acme', 'userId:ada']);
    expect(unitsOf(flags, { sessionId: 's1' })).toEqual(['sessionId:s1']);
    expect(unitsOf(flags, {})).toStrictEqual([]); // toEqual() accepts [undefined] as an empty list
  });

  it('do not include those of rules that draw nothing', () => {
    const when = { attribute: 'plan', op: 'exists' } as const;
    const flags: FlagDefinitions = {
      search: {
        type: 'variant',
        variants,
        sticky: {},
        bucketBy: 'tenant',
        rules: [{ when, serve: { variant: 'dark' } }, { when, serve: false }, { when }],
      },
    };
    expect(unitsOf(flags, ada)).toEqual(['tenant:acme']);
  });

  it('are empty if no flag is sticky', () => {
    const flags: FlagDefinitions = {
      theme: { type: 'variant', variants },
      sale: { type: 'percentage', percentage: 5 },
    };
    expect(unitsOf(flags, ada)).toBeUndefined();
  });
});
