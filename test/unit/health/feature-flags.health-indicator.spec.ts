import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { FeatureFlagsHealthIndicator } from '../../../lib/health/feature-flags.health-indicator.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { managerStatus } from './statuses.js';

const degraded = { status: () => managerStatus({ state: 'degraded' }) };
const details = { state: 'degraded', version: 12, problems: [] };

/** Terminus before it had the status `degraded`. */
class OlderIndicators extends HealthIndicatorService {
  override check<const Key extends string>(key: Key) {
    const session = super.check(key);
    return { up: session.up.bind(session), down: session.down.bind(session) } as typeof session;
  }
}

describe('The health indicator', () => {
  const indicator = new FeatureFlagsHealthIndicator(new HealthIndicatorService());

  it('reports an instance that answers from what was last known as degraded', () => {
    expect(indicator.check('flags', { flags: degraded })).toStrictEqual({ flags: { ...details, status: 'degraded' } });
  });

  it('reports it as up, with its state, to a version of Terminus without this status', () => {
    const older = new FeatureFlagsHealthIndicator(new OlderIndicators());
    expect(older.check('flags', { flags: degraded })).toStrictEqual({ flags: { ...details, status: 'up' } });
  });

  it('reports a manager that is closed as down', async () => {
    const flags = await FlagManager.create({ initialFlags: { sale: true } });
    expect(indicator.check('flags', { flags })).toMatchObject({ flags: { status: 'up', state: 'ready' } });
    await flags.close();
    expect(indicator.check('flags', { flags })).toMatchObject({ flags: { status: 'down', state: 'closed' } });
  });

  it('checks the manager of the module, or the one that it is given', async () => {
    class AppModule {}
    Module({
      imports: [TerminusModule, FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
      providers: [FeatureFlagsHealthIndicator],
    })(AppModule);
    const app = await Test.createTestingModule({ imports: [AppModule] }).compile();
    await app.init();
    const injected = app.get(FeatureFlagsHealthIndicator);
    expect(injected.check('flags')).toMatchObject({ flags: { status: 'up', state: 'ready' } });
    expect(injected.check('acme', { flags: degraded })).toMatchObject({ acme: { status: 'degraded' } });
    await app.close();
  });

  it('requires a manager where there is no module', () => {
    expect(() => indicator.check('flags')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining('Option "flags"') }),
    );
  });

  it.each([
    [{ flag: degraded }, 'did you mean "flags"?'],
    [{ flags: FlagManager }, 'Use an instance'],
    [{ flags: {} }, 'must be a FlagManager'],
    [{ flags: degraded, downAfter: { stale: 15 } }, 'Add a unit'],
    [{ flags: degraded, downAfter: { stale: '-1m' } }, '"stale" of "downAfter"'],
    [{ flags: degraded, downAfter: { pending: '1m' } }, '"pending" of "downAfter"'],
    [{ flags: degraded, downAfter: '15m' }, 'plain object'],
  ])('rejects the options %p', (options, message) => {
    expect(() => indicator.check('flags', options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(message) }),
    );
  });
});
