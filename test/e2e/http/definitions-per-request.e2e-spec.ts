import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, UseGuards, UseInterceptors, type INestApplication } from '@nestjs/common';
import {
  FeatureFlag,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  type FlagProvider,
} from '../../../lib/index.js';
import type { FlagSet } from '../../../lib/core.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordedLog } from './support/recorded-log.js';
import { shop } from './support/shop.module.js';
import { Signal } from './support/signal.js';
import { turns } from './support/turns.js';

/** A source that has to be asked, and counts how often it is. */
class CountingProvider implements FlagProvider {
  readonly name = 'counting';
  loads = 0;
  sale = false;
  fails = false;
  answers: Promise<void> = Promise.resolve();

  async load(): Promise<FlagSet> {
    this.loads++;
    await this.answers;
    await turns(1);
    if (this.fails) throw new Error('the source is away');
    return { flags: { sale: this.sale, always: true } };
  }
}

@Controller()
@UseGuards(FlagGuard('always'))
class SaleController {
  constructor(@Inject(FlagManager) private readonly manager: FlagManager) {}

  @Get('sale')
  @UseGuards(FlagGuard('always'))
  @UseInterceptors(FlagInterceptor('always'))
  @FeatureFlag('sale', { fallback: 'none' })
  sale(@FlagEnabled('sale') parameter: boolean): unknown {
    return { parameter, service: this.manager.isEnabled('sale') };
  }

  none(parameter: boolean): unknown {
    return { parameter, service: this.manager.isEnabled('sale') };
  }

  @Get('guarded')
  @UseGuards(FlagGuard('sale'))
  guarded(): string {
    return 'guarded';
  }
}

@Controller()
class UngatedController {
  constructor(@Inject(FlagManager) private readonly manager: FlagManager) {}

  @Get('ungated')
  ungated(): boolean {
    return this.manager.isEnabled('sale');
  }
}

const settings = [
  ['with ambient context', true],
  ['without ambient context', false],
] as const;

describe.each(adapters)('With cacheTtl 0 on $name', (adapter) => {
  const start = httpApps(adapter);

  describe.each(settings)('%s', (_which, ambientContext) => {
    const startSale = async (cacheTtl: 0 | 60 = 0, prepare?: (nest: INestApplication) => void) => {
      const provider = new CountingProvider();
      const options = { providers: [provider], cacheTtl, ambientContext, logger: new RecordedLog() };
      const app = await start(shop({ options, controllers: [SaleController, UngatedController] }), prepare);
      return { app, provider };
    };

    it('definitions are read once before each request, however many gates there are', async () => {
      const { app, provider } = await startSale();
      const atBoot = provider.loads;
      for (let requests = 1; requests <= 4; requests++) {
        await app.json('/sale');
        expect(provider.loads - atBoot).toBe(requests);
      }
    });

    it('a request uses the definitions that were there when it arrived', async () => {
      const { app, provider } = await startSale();
      expect(await app.json('/sale')).toEqual({ parameter: false, service: false });
      expect(await app.status('/guarded')).toBe(404);
      provider.sale = true;
      expect(await app.json('/sale')).toEqual({ parameter: true, service: true });
      expect(await app.status('/guarded')).toBe(200);
      provider.sale = false;
      expect(await app.status('/guarded')).toBe(404);
    });

    it('a route without a gate uses them, too', async () => {
      const { app, provider } = await startSale();
      expect(await app.json('/ungated')).toBe(false);
      provider.sale = true;
      expect(await app.json('/ungated')).toBe(true);
    });

    it('many concurrent requests share the read that is under way and one after it', async () => {
      const STORM = 50;
      let arrived = 0;
      const storm = new Signal('All requests arrived');
      const { app, provider } = await startSale(0, (nest) => {
        nest.use((_request: unknown, _response: unknown, next: () => void) => {
          if (++arrived === STORM) storm.give();
          next();
        });
      });
      const atBoot = provider.loads;
      provider.sale = true;
      provider.answers = storm.wait().then(() => turns(5));
      const statuses = await Promise.all(Array.from({ length: STORM }, () => app.status('/guarded')));
      expect(statuses).toEqual(statuses.map(() => 200));
      expect(provider.loads - atBoot).toBe(2);
    });

    it('a source that fails leaves the last good definitions, and no request waits forever', async () => {
      const { app, provider } = await startSale();
      provider.sale = true;
      expect(await app.status('/guarded')).toBe(200);
      provider.fails = true;
      provider.sale = false;
      expect(await app.status('/guarded')).toBe(200);
      provider.fails = false;
      expect(await app.status('/guarded')).toBe(404);
    });

    it('nothing is read before requests with any other cacheTtl', async () => {
      const { app, provider } = await startSale(60);
      const atBoot = provider.loads;
      await app.json('/sale');
      await app.json('/sale');
      expect(provider.loads).toBe(atBoot);
    });
  });
});
