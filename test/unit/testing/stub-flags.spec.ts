import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagGuard,
  FlagManager,
  RequireFlag,
  VariantHandler,
  WithFlagContext,
} from '../../../lib/index.js';
import { FlagRecorder, stubFlags, withFlags } from '../../../lib/testing/index.js';

@Injectable()
class PriceService {
  @FeatureFlag('discount', { fallback: () => 10 })
  price(): number {
    return 8;
  }
}

class DigestService {
  @VariantHandler('theme', { classic: 'classicPage', modern: 'modernPage' })
  page(): string {
    return 'page';
  }

  classicPage(): string {
    return 'classic page';
  }

  modernPage(): string {
    return 'modern page';
  }

  @WithFlagContext((userId: string) => ({ userId }))
  @RequireFlag('digest', { onDisabled: 'skip' })
  send(_userId: string): string | undefined {
    return 'sent';
  }
}

@Controller()
class ShopController {
  @Get('beta')
  @UseGuards(FlagGuard('beta'))
  beta() {
    return 'welcome';
  }
}

describe('stubFlags', () => {
  it('answers at once, in every form', () => {
    const flags = stubFlags({ beta: true, theme: 'modern', page_size: { value: 50 } });
    expect(flags).toBeInstanceOf(FlagManager);
    expect(flags.isEnabled('beta')).toBe(true);
    expect(flags.getVariant('theme')).toBe('modern');
    expect(flags.getValue('page_size', 10)).toBe(50);
    expect(flags.handle('beta').isEnabled()).toBe(true);
    expect(flags.decision('beta')).toMatchObject({ enabled: true, reason: 'override' });
    expect(flags.evaluateAllByKey()).toMatchObject({ beta: { enabled: true }, theme: { variant: 'modern' } });
  });

  it('turns all other flags off', () => {
    const flags = stubFlags();
    expect(flags.isEnabled('beta')).toBe(false);
    expect(flags.decision('beta')).toBeUndefined();
    expect(flags.getVariant('theme', 'classic')).toBe('classic');
  });

  it('rejects changes', async () => {
    await expect(stubFlags().enable('beta')).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  });

  it('is independent of other stubs, and gives way to withFlags', () => {
    const [on, off] = [stubFlags({ beta: true }), stubFlags({ beta: false })];
    expect([on.isEnabled('beta'), off.isEnabled('beta')]).toStrictEqual([true, false]);
    expect(withFlags({ beta: true }, () => off.isEnabled('beta'))).toBe(true);
  });

  it('is accepted by gates in place of the manager', async () => {
    const imports = [FeatureFlagsModule.forRoot({ initialFlags: { beta: false, discount: false } })];
    const module = await Test.createTestingModule({ imports, controllers: [ShopController], providers: [PriceService] })
      .overrideProvider(FlagManager)
      .useValue(stubFlags({ beta: true, discount: true }))
      .compile();
    const app = await module.createNestApplication({ logger: false }).init();
    await supertest(app.getHttpServer()).get('/beta').expect(200, 'welcome');
    expect(app.get(PriceService).price()).toBe(8);
    await app.close();
  });

  it('is accepted by gates from useMocker, without the module', async () => {
    const module = await Test.createTestingModule({ controllers: [ShopController], providers: [PriceService] })
      .useMocker(() => stubFlags({ beta: true }))
      .compile();
    const app = await module.createNestApplication({ logger: false }).init();
    await supertest(app.getHttpServer()).get('/beta').expect(200, 'welcome');
    expect(app.get(PriceService).price()).toBe(10);
    await app.close();
  });
});

describe('A gated class that a test creates with new', () => {
  it('has the flags of withFlags', () => {
    const prices = new PriceService();
    expect(withFlags({ discount: true }, () => prices.price())).toBe(8);
    expect(withFlags({ discount: false }, () => prices.price())).toBe(10);
    expect(withFlags({}, () => prices.price())).toBe(10);
  });

  it('calls the method of the forced variant, and skips a call of a closed gate', () => {
    const digest = new DigestService();
    expect(withFlags({ theme: 'modern' }, () => digest.page())).toBe('modern page');
    expect(withFlags({ digest: true }, () => digest.send('ada'))).toBe('sent');
    expect(withFlags({ digest: false }, () => digest.send('ada'))).toBeUndefined();
  });

  it('evaluates its flags for the context of @WithFlagContext', () => {
    const recorder = new FlagRecorder();
    recorder.run(() => withFlags({ digest: true }, () => new DigestService().send('ada')));
    expect(recorder.of('digest')).toMatchObject([{ context: { userId: 'ada' } }]);
  });

  it('fails outside withFlags, and says what to write', () => {
    expect(() => new PriceService().price()).toThrow(
      /^PriceService\.price depends on flags, but none were injected: .*within withFlags\(\{ … \}, …\)/,
    );
  });
});
