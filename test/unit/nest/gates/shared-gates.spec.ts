import { describe, expect, it } from '@jest/globals';
import { FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../../lib/nest/gates/flag.interceptor.js';

describe('The class of a gate', () => {
  it('is the same for the same requirement', () => {
    expect(FlagGuard('beta')).toBe(FlagGuard('beta'));
    expect(FlagGuard('beta', { not: 'freeze' })).toBe(FlagGuard({ all: ['beta', { not: 'freeze' }] }));
    expect(FlagGuard({ variant: 'modern', flag: 'theme' })).toBe(FlagGuard({ flag: 'theme', variant: 'modern' }));
    expect(FlagInterceptor('beta')).toBe(FlagInterceptor('beta'));
  });

  it('differs for another requirement, for another kind of gate, and with a fallback', () => {
    const all = [
      FlagGuard('beta'),
      FlagGuard('alpha'),
      FlagGuard({ not: 'beta' }),
      FlagGuard({ flag: 'theme', variant: ['a', 'b'] }),
      FlagGuard({ flag: 'theme', variant: ['b', 'a'] }),
      FlagInterceptor('beta'),
      FlagInterceptor('beta', { fallback: 'none' }),
      FlagInterceptor('beta', { fallback: 'none' }),
    ];
    expect(new Set<unknown>(all).size).toBe(all.length);
  });
});
