import { describe, expect, it } from '@jest/globals';
import { bodyContext } from '../../../../lib/ofrep/caller/body-context.js';

const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('The context in a body', () => {
  it('has a targeting key and attributes', () => {
    expect(bodyContext({ context: { targetingKey: 'ada', plan: 'free' } })).toStrictEqual({
      targetingKey: 'ada',
      attributes: { plan: 'free' },
    });
  });

  it.each([{}, { targetingKey: '' }])('has no targeting key in %j', (context) => {
    expect(bodyContext({ context }).targetingKey).toBeUndefined();
  });

  it.each([undefined, null, 'ada', 1, ['ada']])('is invalid as %j', (context) => {
    expect(() => bodyContext({ context })).toThrow('The body must have a "context", which is an object.');
  });

  it.each([1, null, true, ['ada'], { id: 'ada' }, 'a'.repeat(1025), '\uD800'])(
    'is invalid with the targeting key %j',
    (targetingKey) => {
      expect(() => bodyContext({ context: { targetingKey } })).toThrow(
        'The "targetingKey" must be text of up to 1024 characters.',
      );
    },
  );

  it('may have up to 10 levels', () => {
    expect(() => bodyContext({ context: nested(10) })).not.toThrow();
    expect(() => bodyContext({ context: nested(11) })).toThrow('The context must have at most 10 levels.');
    expect(() => bodyContext({ context: nested(5000) })).toThrow('The context must have at most 10 levels.');
  });
});
