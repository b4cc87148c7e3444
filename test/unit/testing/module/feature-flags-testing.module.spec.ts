import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { FlagManager } from '../../../../lib/index.js';
import { FeatureFlagsTestingModule, ManualClock, type FeatureFlagsTestOptions } from '../../../../lib/testing/index.js';

let module: TestingModule | undefined;
afterEach(async () => {
  jest.useRealTimers();
  await module?.close();
  module = undefined;
});

async function flagsOf(options?: FeatureFlagsTestOptions): Promise<FlagManager> {
  module = await Test.createTestingModule({ imports: [FeatureFlagsTestingModule.forTest(options)] }).compile();
  return (await module.init()).get(FlagManager);
}

describe('FeatureFlagsTestingModule', () => {
  it('evaluates definitions and short forms with the engine of the application', async () => {
    const flags = await flagsOf({
      flags: {
        beta: true,
        theme: 'modern',
        page_size: { value: 50 },
        staff: { type: 'user_attribute', attributes: { role: 'staff' } },
      },
    });
    expect(flags.isEnabled('beta')).toBe(true);
    expect(flags.getVariant('theme')).toBe('modern');
    expect(flags.getValue('page_size', 10)).toBe(50);
    expect(flags.isEnabled('staff', { userAttributes: { role: 'staff' } })).toBe(true);
    expect(flags.isEnabled('staff', { userAttributes: { role: 'guest' } })).toBe(false);
  });

  it('accepts changes, in memory', async () => {
    const flags = await flagsOf({ flags: { beta: true } });
    await flags.disable('beta');
    expect(flags.isEnabled('beta')).toBe(false);
    expect((await flags.getAuditLog()).entries).toHaveLength(1);
  });

  it('starts no timers', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const flags = await flagsOf({ flags: { beta: true } });
    await flags.setOverride('beta', false, { expiresAt: new Date(Date.now() + 60_000) });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('follows the time of the test runner', async () => {
    const flags = await flagsOf({ flags: { sale: { type: 'time_based', start: '2040-01-01T00:00:00Z' } } });
    expect(flags.isEnabled('sale')).toBe(false);
    jest.useFakeTimers({ now: new Date('2040-01-01T00:00:00Z'), doNotFake: ['nextTick', 'setImmediate'] });
    expect(flags.isEnabled('sale')).toBe(true);
  });

  it('follows a given clock, which runs scheduled changes', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const flags = await flagsOf({ flags: { beta: false }, clock });
    const changed = new Promise((resolve) =>
      flags.changes$.subscribe(({ action }) => action === 'override_set' && resolve(action)),
    );
    await flags.schedule({ type: 'set_override', key: 'beta', serve: true }, '2026-01-01T00:01:00Z');
    clock.advance(60_000);
    await changed;
    expect(flags.isEnabled('beta')).toBe(true);
  });

  it('takes the options of forRoot', async () => {
    await expect(flagsOf({ unknownFlag: 'error' } as never)).rejects.toThrow('did you mean "unknownFlags"?');
    expect((await flagsOf({ defaultEnabled: true })).isEnabled('anything')).toBe(true);
  });
});
