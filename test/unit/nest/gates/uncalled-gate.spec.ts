import { describe, expect, it } from '@jest/globals';
import { FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../../lib/nest/gates/flag.interceptor.js';
import { UncalledGate } from '../../../../lib/nest/gates/uncalled-gate.js';

describe('A gate that is given to Nest without being called', () => {
  it.each<[string, typeof FlagGuard | typeof FlagInterceptor, 'canActivate' | 'intercept']>([
    ['FlagGuard', FlagGuard, 'canActivate'],
    ['FlagInterceptor', FlagInterceptor, 'intercept'],
  ])('admits no call, and says what to write (%s)', (name, factory, method) => {
    const gate: unknown = Reflect.construct(factory, []);
    if (!(gate instanceof UncalledGate)) throw new Error(`${name} is no gate`);
    expect(() => gate[method]()).toThrow(
      expect.objectContaining({
        code: 'INVALID_GATE',
        message: expect.stringMatching(`^${name} must be called: .*${name}\\('my_flag'\\)`),
      }),
    );
  });
});
