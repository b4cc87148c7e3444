import { describe, expect, it } from '@jest/globals';
import { parseSegments } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinitions } from '../../../../lib/engine/targeting/segment.js';
import { segmentReader } from '../../../../lib/providers/definition-reader.js';
import { LastGoodDefinitions } from '../../../../lib/providers/layers/last-good-definitions.js';
import { mergedDefinition, mergeDefinitions } from '../../../../lib/providers/layers/merge-definitions.js';

function layer(definitions: SegmentDefinitions, ...unreadable: string[]): LastGoodDefinitions<Segment> {
  const segments = new LastGoodDefinitions(segmentReader);
  const problems = unreadable.map((key) => ({ key, kind: 'segment' as const, message: 'is broken' }));
  segments.accept(1, parseSegments(definitions), problems);
  return segments;
}

/** What is merged, and the description by which each can be told; the look-up of one says the same. */
function merged(...layers: LastGoodDefinitions<Segment>[]): Record<string, string | undefined> {
  for (const key of ['staff', 'testers', 'constructor', 'toString', 'valueOf', 'nobody']) {
    expect(mergedDefinition(layers, key)).toBe(mergeDefinitions(layers).get(key));
  }
  const all = [...mergeDefinitions(layers)];
  return Object.fromEntries(all.map(([key, { description }]) => [key, description]));
}

const first = { description: 'first' };
const second = { description: 'second' };

describe('mergeDefinitions', () => {
  it('takes each definition from the first layer that has it', () => {
    expect(merged(layer({ staff: first }), layer({ staff: second, testers: second }))).toEqual({
      staff: 'first',
      testers: 'second',
    });
  });

  it('hides lower layers behind an unreadable definition, but not higher ones', () => {
    expect(merged(layer({}, 'staff'), layer({ staff: second }))).toEqual({});
    expect(merged(layer({ staff: first }), layer({}, 'staff'), layer({ staff: second }))).toEqual({ staff: 'first' });
  });

  it('treats names that every object inherits like any other', () => {
    const layers = [layer({ constructor: first }), layer({ toString: second }, 'valueOf'), layer({ valueOf: second })];
    expect(merged(...layers)).toEqual({ constructor: 'first', toString: 'second' });
  });

  it('changes no layer', () => {
    const layers = [layer({ staff: first }), layer({ testers: second })];
    const [staff] = layers;
    expect(merged(...layers)).toEqual({ staff: 'first', testers: 'second' });
    staff?.written(2, 'newcomers', { description: 'written' });
    expect(merged(...layers)).toEqual({ staff: 'first', newcomers: 'written', testers: 'second' });
  });
});
