import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseFlags } from '../../../lib/engine/parse/parse-flag.js';
import { withKnownDefinitions } from '../../../lib/providers/known-definitions.js';
import { readFlagSet } from '../../../lib/providers/parse-flag-set.js';
import { definitions } from '../../property/engine/targeting-arbitraries.js';

const written = () => ({
  search: true,
  sale: { type: 'percentage', percentage: 20 },
  theme: { type: 'boolean', enabled: false, key: 'theme' },
  upcoming: { type: 'time_based', start: new Date('2026-11-27T00:00:00Z') },
});

describe('Definitions that a source delivers again', () => {
  it('are the same objects as before if they have not changed', () => {
    const known = parseFlags(written());
    const next = { ...written(), sale: { type: 'percentage', percentage: 30 }, gift: false };
    const all = withKnownDefinitions(next, known);
    expect(all).toEqual({ ...next, search: known.get('search'), theme: known.get('theme') });
    expect(Reflect.get(Object(all), 'theme')).toBe(known.get('theme'));
  });

  it('are read with the same result as if nothing were known', () => {
    fc.assert(
      fc.property(definitions, definitions, fc.array(fc.boolean()), (before, now, areKept) => {
        const known = readFlagSet(before, 'before');
        const kept = Object.entries(before.flags).filter((_, i) => areKept[i]);
        const delivered = { ...now, flags: { ...now.flags, ...Object.fromEntries(kept) } };
        const flags = withKnownDefinitions(delivered.flags, known.flags);
        const segments = withKnownDefinitions(delivered.segments, known.segments);
        expect(readFlagSet({ flags, segments }, 'now')).toEqual(readFlagSet(delivered, 'now'));
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, unknown]>([
    ['a list', [true]],
    ['nothing', undefined],
    ['a map', new Map([['search', false]])],
    [
      'an object that throws',
      {
        get search() {
          throw new Error('spoilt');
        },
      },
    ],
  ])('are returned unchanged when they are %s', (_, delivered) => {
    expect(withKnownDefinitions(delivered, parseFlags({ search: true }))).toBe(delivered);
  });

  it('are not mistaken for known ones that only look like them', () => {
    class Flag {
      readonly type = 'boolean';
      readonly enabled = true;
    }
    const known = parseFlags({ search: true });
    for (const search of [new Flag(), { type: 'boolean', enabled: undefined }, { type: 'boolean', key: 'sale' }]) {
      expect(withKnownDefinitions({ search }, known)).toEqual({ search });
      expect(Reflect.get(Object(withKnownDefinitions({ search }, known)), 'search')).toBe(search);
    }
  });
});
