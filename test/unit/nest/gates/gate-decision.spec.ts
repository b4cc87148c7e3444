import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FlagManager } from '../../../../lib/core.js';
import { gateDecision } from '../../../../lib/nest/gates/gate-decision.js';

const ada = { userId: 'ada' };
const silent = { log() {}, warn() {}, error() {} };

let flags: FlagManager;
beforeAll(async () => {
  flags = await FlagManager.create({ initialFlags: { beta: false }, defaultEnabled: true, logger: silent });
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => flags.close());

describe('gateDecision', () => {
  it('returns the decision of the manager', () => {
    expect(gateDecision(flags, 'beta', ada)).toBe(flags.decision('beta', ada));
    expect(gateDecision(flags, 'unknown', ada)).toBeUndefined();
  });

  it('follows a spy on isEnabled that answers differently, also for an undefined flag', () => {
    jest.spyOn(flags, 'isEnabled').mockImplementation((key) => key === 'beta');
    expect(gateDecision(flags, 'beta', ada)).toMatchObject({ enabled: true, reason: 'override' });
    expect(gateDecision(flags, 'unknown', ada)).toMatchObject({ enabled: false });
  });

  it('follows a spy on getVariant', () => {
    jest.spyOn(flags, 'isEnabled').mockReturnValue(true);
    jest.spyOn(flags, 'getVariant').mockImplementation(() => 'modern');
    expect(gateDecision(flags, 'beta', ada)).toMatchObject({ enabled: true, variant: 'modern' });
  });

  it('stays undecided for an undefined flag if the spy calls the original method', () => {
    jest.spyOn(flags, 'isEnabled');
    expect(flags.isEnabled('unknown', ada)).toBe(true);
    expect(gateDecision(flags, 'unknown', ada)).toBeUndefined();
  });

  it('ignores a spy that returns nothing', () => {
    jest.spyOn(flags, 'isEnabled').mockReturnValue(undefined as never);
    expect(gateDecision(flags, 'beta', ada)).toMatchObject({ enabled: false, reason: 'disabled' });
  });
});
