import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('The presence of an attribute', () => {
  it('applies to an array itself, whether it is empty or long', () => {
    expect(holds({ op: 'exists' }, [])).toBe(true);
    expect(holds({ op: 'exists' }, [null])).toBe(true);
    expect(holds({ op: 'exists' }, Array.from({ length: 20_000 }))).toBe(true);
    expect(holds({ op: 'not_exists' }, [null])).toBe(false);
  });

  it('is tested without a value', () => {
    expect(problemsOf({ op: 'exists' })).toStrictEqual([]);
    expect(problemsOf({ op: 'exists', value: true })).toHaveLength(1);
    expect(problemsOf({ op: 'not_exists', values: ['gold'] })).toHaveLength(1);
  });
});
