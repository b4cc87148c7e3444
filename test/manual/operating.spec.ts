import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Logger, UseGuards } from '@nestjs/common';
import { FeatureFlagsModule, FlagGuard, FlagManager, MemoryStore, type FlagStore } from 'nestjs-feature-flags';
import { ManualClock } from 'nestjs-feature-flags/testing';
import { apps, shop } from '../e2e/module/apps.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { flagManagers } from './flag-managers.js';
import { removeFlag } from './recipes/operating/remove-flag.js';
import { serverless } from './recipes/operating/serverless.js';

const { boot } = apps();

const { open, manager } = flagManagers();

describe('Removing a flag', () => {
  it('deletes its definition, its overrides and its scheduled changes', async () => {
    const flags = await manager({ store: new MemoryStore() });
    await flags.saveFlag('sale', true);
    await flags.disable('sale');
    await flags.enable('sale', { unit: 'ada' });
    await flags.enable('sale', { unit: 'acme', unitBy: 'company_id' });
    await flags.schedule({ type: 'clear_override', key: 'sale' }, new Date(Date.now() + 3_600_000));
    await removeFlag(flags, 'sale', 'ops@shop.example');
    expect([flags.getFlags().size, flags.getOverrides(), flags.getSchedules()]).toEqual([0, [], []]);
    expect(flags.isEnabled('sale')).toBe(false);
    expect(flags.status().missingFlags).toEqual({ sale: 1 });
  });

  it('makes the flags that depend on it undecided, so that they are off', async () => {
    const flags = await manager({ store: new MemoryStore() });
    await flags.saveFlag('payments', true);
    await flags.saveFlag('checkout', { type: 'boolean', prerequisites: [{ flag: 'payments' }] });
    await removeFlag(flags, 'payments', 'ops@shop.example');
    expect(flags.evaluate('checkout')).toMatchObject({ enabled: false, reason: 'evaluation_error' });
  });

  it('fails the boot while code still names it, with unknownFlags: error', async () => {
    @Controller('sale')
    class SaleController {
      @Get()
      @UseGuards(FlagGuard('sale'))
      sale() {}
    }
    const flags = FeatureFlagsModule.forRoot({ unknownFlags: 'error' });
    await expect(boot(shop({ imports: [flags], controllers: [SaleController] }))).rejects.toMatchObject({
      code: 'UNKNOWN_FLAG',
      message: expect.stringContaining('SaleController'),
    });
  });
});

/** A store that cannot be watched, as if its messages had not been received while the process was frozen. */
function frozen(store: MemoryStore): FlagStore {
  return {
    name: 'shared',
    read: () => store.read(),
    append: (entries, last) => store.append(entries, last),
    query: (query) => store.query(query),
  };
}

describe('A serverless function', () => {
  beforeAll(() => Logger.overrideLogger(false)); // the function decides what Nest logs

  it('answers with what has changed since its last invocation', async () => {
    const store = new MemoryStore();
    const operator = await manager({ store: frozen(store), initialFlags: { sale: true } });
    const root = shop({
      imports: [
        FeatureFlagsModule.forRoot({
          store: frozen(store),
          clock: new ManualClock(),
          logger: new RecordingLogger(),
          initialFlags: { sale: true },
        }),
      ],
    });
    const isOn = serverless(root, (app) => {
      if (open.length === 1) open.push(app);
      return app.get(FlagManager).isEnabled('sale');
    });
    expect(await isOn({})).toBe(true);
    await operator.disable('sale');
    expect(await isOn({})).toBe(false);
  });

  it('starts again after a start that failed', async () => {
    let fails = true;
    const initialFlags = { sale: true };
    const root = shop({
      imports: [
        FeatureFlagsModule.forRootAsync({
          useFactory: () => {
            if (fails) throw new Error('no configuration');
            return { initialFlags, logger: new RecordingLogger() };
          },
        }),
      ],
    });
    const isOn = serverless(root, (app) => {
      if (open.length === 0) open.push(app);
      return app.get(FlagManager).isEnabled('sale');
    });
    await expect(isOn({})).rejects.toThrow('no configuration');
    fails = false;
    expect(await isOn({})).toBe(true);
  });
});
