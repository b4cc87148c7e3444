import { describe, expect, it } from '@jest/globals';
import { gatesAmong } from '../../../../lib/nest/gate-checks/gate-enhancers.js';
import { FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';

class SignedInGuard {}

describe('The gates among the enhancers of an application', () => {
  it('include only those that evaluate flags', () => {
    const PremiumGuard = FlagGuard('premium_tier');
    expect(gatesAmong([null, undefined, 'PremiumGuard', 7, SignedInGuard, PremiumGuard], 'guards')).toEqual([
      { kind: 'guards', enhancer: PremiumGuard, name: 'FlagGuard("premium_tier")' },
    ]);
  });
});
