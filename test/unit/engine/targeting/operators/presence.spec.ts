import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('the presence of an attribute', () => {
  it('is that of an array itself, be it empty or long', () => {
    expect(holds({ op: 'exists' }, [])).toBe(true);
    expect(holds({ op: 'exists' }, [null])).toBe(true);
    expect(holds({ op: 'exists' }, Array.from({ length: 20_000 }))).toBe(true);
    expect(holds({ op: 'not_exists' }, [null])).toBe(false);
  });

  it('is asked for without a value', () => {
    expect(problemsOf({ op: 'exists' })).toStrictEqual([]);
    expect(problemsOf({ op: 'exists', value: true })).toHaveLength(1);
    expect(problemsOf({ op: 'not_exists', values: ['gold'] })).toHaveLength(1);
  });
});
