import { describe, expect, it } from '@jest/globals';
import { Injectable, type Type } from '@nestjs/common';
import { FeatureFlag, FeatureFlagsModule, RequireFlag } from '../../lib/index.js';
import { apps, shop } from '../e2e/module/apps.js';

const { boot } = apps();

const bootWith = async (provider: Type, enabled = false) =>
  await boot(
    shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: enabled } })], providers: [provider] }),
  );

const invalid = (message: string) =>
  expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(message) });

describe('A fallback that cannot replace its method stops the boot', () => {
  it('when it is the method itself', async () => {
    @Injectable()
    class PriceService {
      @FeatureFlag('sale', { fallback: 'price' })
      price() {}
    }
    await expect(bootWith(PriceService)).rejects.toEqual(
      invalid('The fallback "price" of PriceService.price leads back to PriceService.price'),
    );
  });

  it('when two methods are the fallback of each other', async () => {
    @Injectable()
    class PriceService {
      @FeatureFlag('sale', { fallback: 'list' })
      price() {}
      @FeatureFlag({ not: 'sale' }, { fallback: 'price' })
      list() {}
    }
    await expect(bootWith(PriceService)).rejects.toEqual(invalid('leads back to PriceService.price'));
  });

  it('when a longer chain leads back, even through an inherited method', async () => {
    class BaseService {
      @FeatureFlag('sale', { fallback: 'price' })
      list() {}
    }
    @Injectable()
    class PriceService extends BaseService {
      @FeatureFlag('sale', { fallback: 'reduced' })
      price() {}
      @FeatureFlag('sale', { fallback: 'list' })
      reduced() {}
    }
    await expect(bootWith(PriceService)).rejects.toEqual(invalid('leads back to PriceService.'));
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'total'])(
    'when it is "%s", which is no method of the class',
    async (fallback) => {
      @Injectable()
      class PriceService {
        @FeatureFlag('sale', { fallback })
        price() {}
        get total(): () => number {
          return () => 0;
        }
      }
      await expect(bootWith(PriceService)).rejects.toEqual(
        invalid(`The fallback "${fallback}" of PriceService.price is not a method of PriceService`),
      );
    },
  );

  it('except when a chain of fallbacks ends', async () => {
    class BaseService {
      list() {
        return 'list price';
      }
    }
    @Injectable()
    class PriceService extends BaseService {
      @FeatureFlag('sale', { fallback: 'reduced' })
      price() {
        return 'sale';
      }
      @FeatureFlag('sale', { fallback: 'list' })
      reduced() {
        return 'reduced';
      }
    }
    const app = await bootWith(PriceService);
    expect(app.get(PriceService).price()).toBe('list price');
  });
});

describe('A decorator on a class, which gates methods only, is rejected by name', () => {
  it.each([
    ['@FeatureFlag', FeatureFlag('sale')],
    ['@RequireFlag', RequireFlag('sale')],
  ])('%s', (name, decorator) => {
    expect(() => {
      @(decorator as unknown as ClassDecorator)
      class PriceService {}
      return PriceService;
    }).toThrow(
      expect.objectContaining({
        code: 'INVALID_GATE',
        message: expect.stringContaining(`${name} is on the class PriceService, but`),
      }),
    );
  });

  it('as on a static method and an accessor', () => {
    expect(() => {
      class PriceService {
        name = 'prices';
        @RequireFlag('sale')
        static price() {}
      }
      return PriceService;
    }).toThrow('@RequireFlag is on the static method PriceService.price');
    expect(() => {
      class PriceService {
        @RequireFlag('sale')
        get price() {
          return 1;
        }
      }
      return PriceService;
    }).toThrow('@RequireFlag must be on a method; PriceService.price');
    expect(() => RequireFlag({} as never)).toThrow('The requirement of @RequireFlag');
  });
});

describe('A gated object that accepts no more properties', () => {
  it.each([Object.freeze, Object.seal, Object.preventExtensions])('is still gated (%p)', async (close) => {
    @Injectable()
    class PriceService {
      constructor() {
        close(this);
      }

      @RequireFlag('sale')
      price() {
        return 'sale';
      }
    }
    expect((await bootWith(PriceService, true)).get(PriceService).price()).toBe('sale');
    const closed = (await bootWith(PriceService)).get(PriceService);
    expect(() => closed.price()).toThrow(expect.objectContaining({ code: 'FEATURE_FLAG_DISABLED' }));
    expect(() => new PriceService().price()).toThrow(expect.objectContaining({ code: 'NOT_RUNNING' }));
  });
});
