import { describe, expect, it } from '@jest/globals';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { managers, settled } from '../managers.js';

const start = managers();

describe('A segment with a condition on an undefined flag', () => {
  it('causes one warning until the flag is defined', async () => {
    const provider = new MemoryProvider({}, { segments: { vip: { rules: [{ flag: 'chekout' }] } } });
    const { flags, logger } = await start({ providers: [provider] });
    const warning =
      'warn Segment "vip" refers to the flag "chekout", which no provider defines: its conditions hold for no user until one does.';
    expect(logger.lines).toEqual([warning]);
    await flags.saveSegment('vip', { rules: [{ flag: 'chekout' }], include: ['ada'] });
    expect(logger.lines).toEqual([warning]);
    provider.set('chekout', true);
    await settled();
    provider.delete('chekout');
    await settled();
    expect(logger.lines).toEqual([warning, warning]);
  });
});

describe('A flag with an undefined prerequisite', () => {
  it('causes a warning that suggests the nearest key', async () => {
    const { logger } = await start({
      initialFlags: {
        payments: true,
        checkout: { type: 'boolean', enabled: true, prerequisites: [{ flag: 'paymnets' }] },
      },
    });
    expect(logger.warnings).toEqual([
      'Flag "checkout" refers to the flag "paymnets", which no provider defines: it is off until one does. Did you mean "payments"?',
    ]);
  });
});
