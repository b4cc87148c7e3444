import { describe, expect, it } from '@jest/globals';
import { engineServices } from '../../../../lib/manager/reading/engine-services.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { managers } from '../managers.js';

const stickyStore = { get: () => undefined, set: () => {} };

function servicesOf(options: FlagManagerOptions = {}) {
  const logger = new RecordingLogger();
  const clock = new ManualClock('2026-11-27T00:00:00Z');
  return { services: engineServices(resolveManagerOptions({ clock, logger, ...options }), stickyStore), logger, clock };
}

describe('The services of the engine', () => {
  it("are the manager's clock, extensions and sticky store", () => {
    const operators = { near: () => () => true };
    const { services, clock } = servicesOf({ operators });
    expect(services.sticky).toBe(stickyStore);
    expect(services.extensions).toEqual({ operators, strategies: {}, bucketers: {} });
    clock.advance(5);
    expect(services.now()).toBe(Date.parse('2026-11-27T00:00:00.005Z'));
    expect(services.tracer).toBeUndefined();
  });

  it('report each problem once', () => {
    const { services, logger } = servicesOf();
    for (let i = 0; i < 3; i++) services.report?.('Operator "near" failed');
    services.report?.('Operator "far" failed');
    expect(logger.errors).toEqual(['Operator "near" failed', 'Operator "far" failed']);
  });

  it('report 100 problems, and how many more there are', () => {
    const { services, logger } = servicesOf();
    for (let i = 0; i < 150; i++) services.report?.(`Operator "near" failed for "f${i}"`);
    expect(logger.errors).toHaveLength(102);
    expect(logger.errors.at(-1)).toMatch(/^10 more failed evaluations .*"f109"$/);
  });
});

describe('A strategy that fails with every evaluation', () => {
  const start = managers();

  it('is logged once, and without the user', async () => {
    const strategies = {
      lottery: () => (): never => {
        throw new Error('no prize for ada@shop.example');
      },
    };
    const { flags, logger } = await start({
      strategies,
      initialFlags: { gift: { type: 'custom', strategy: 'lottery' } },
    });
    for (let i = 0; i < 10; i++) expect(flags.isEnabled('gift', { userId: `user-${i}` })).toBe(false);
    expect(logger.errors).toEqual(['Strategy "lottery" failed for flag "gift", which is off: it threw an Error']);
  });
});
