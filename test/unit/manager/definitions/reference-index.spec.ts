import { describe, expect, it } from '@jest/globals';
import { flagKind } from '../../../../lib/manager/definitions/definition-kind.js';
import { ReferenceIndex } from '../../../../lib/manager/definitions/reference-index.js';
import { definitionSet } from '../../engine/definition-set.js';

const shop = () =>
  definitionSet(
    {
      checkout: true,
      express: { type: 'boolean', prerequisites: [{ flag: 'checkout' }, { flag: 'unheard_of' }] },
      search: {
        type: 'boolean',
        layer: { name: 'results', from: 0, to: 50 },
        otherwise: false,
        rules: [{ when: { any: [{ segment: 'vip' }, { not: { segment: 'vip' } }] } }],
      },
      ranking: { type: 'boolean', layer: { name: 'results', from: 50, to: 100 } },
    },
    { vip: { rules: [{ segment: 'staff' }, { not: { flag: 'unheard_of' } }] }, staff: { include: ['ada'] } },
  );

function indexed({ flags, segments } = shop()) {
  const index = new ReferenceIndex();
  for (const definition of [...flags.values(), ...segments.values()]) index.add(definition);
  return index;
}

/** One definition of the shop. */
function definitionOf(key: string) {
  const { flags, segments } = shop();
  const definition = flags.get(key) ?? segments.get(key);
  if (definition === undefined) throw new Error(`no ${key}`);
  return definition;
}

const keys = (set: ReadonlySet<string>) => [...set];

describe('The index of references', () => {
  it('finds the dependents of a flag, whether or not it is defined', () => {
    const index = indexed();
    expect([keys(index.flagsNeeding('checkout')), keys(index.flagsNeeding('unheard_of'))]).toEqual([
      ['express'],
      ['express'],
    ]);
    expect(keys(index.flagsNeeding('express'))).toStrictEqual([]);
  });

  it('finds the flags and segments that refer to a segment, each once', () => {
    const index = indexed();
    expect([keys(index.flagsUsing('vip')), keys(index.segmentsUsing('vip'))]).toEqual([['search'], []]);
    expect([keys(index.flagsUsing('staff')), keys(index.segmentsUsing('staff'))]).toEqual([[], ['vip']]);
  });

  it('finds the segments that have a condition on a flag', () => {
    expect([keys(indexed().segmentsNeeding('unheard_of')), keys(indexed().segmentsNeeding('checkout'))]).toEqual([
      ['vip'],
      [],
    ]);
  });

  it('finds the flags that share a layer', () => {
    expect(keys(indexed().flagsIn('results'))).toEqual(['search', 'ranking']);
  });

  it('drops a removed definition, however often it names the same key', () => {
    const index = indexed();
    for (const key of ['search', 'express', 'vip']) index.remove(definitionOf(key));
    expect([keys(index.flagsUsing('vip')), keys(index.segmentsUsing('staff')), keys(index.flagsIn('results'))]).toEqual(
      [[], [], ['ranking']],
    );
    expect(keys(index.flagsNeeding('checkout'))).toStrictEqual([]);
  });

  it('follows a change of one definition', () => {
    const index = indexed();
    const { flags } = definitionSet({ search: { type: 'boolean', prerequisites: [{ flag: 'ranking' }] } });
    index.apply([{ kind: flagKind, key: 'search', before: definitionOf('search'), after: flags.get('search') }]);
    expect([
      keys(index.flagsUsing('vip')),
      keys(index.flagsIn('results')),
      keys(index.flagsNeeding('ranking')),
    ]).toEqual([[], ['ranking'], ['search']]);
  });
});
