import { describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { DuplicateFlagError } from '../../../lib/nest/flag-declarations.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { delivers, PolledProvider } from '../../unit/manager/fake-providers.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

function searchModule(flags: FlagDefinitions) {
  @Module({ imports: [FeatureFlagsModule.forFeature(flags)] })
  class SearchModule {}
  return SearchModule;
}

function checkoutModule(flags: FlagDefinitions) {
  @Module({ imports: [FeatureFlagsModule.forFeature(flags)] })
  class CheckoutModule {}
  return CheckoutModule;
}

async function duplicateOf(...imports: (DynamicModule | ReturnType<typeof shop>)[]): Promise<Error> {
  try {
    await boot(shop({ imports }));
  } catch (error) {
    if (error instanceof DuplicateFlagError) return error;
    throw error;
  }
  throw new Error('it booted');
}

describe('forFeature', () => {
  it('declares the flags of several modules, nested ones too, whether imported before or after forRoot', async () => {
    @Module({ imports: [searchModule({ instant_search: true })] })
    class CatalogueModule {}
    const app = await boot(
      shop({
        imports: [
          CatalogueModule,
          FeatureFlagsModule.forRoot({ initialFlags: { dark_mode: true } }),
          checkoutModule({ new_checkout: true, express_checkout: false }),
        ],
      }),
    );
    expect([...app.get(FlagManager).getFlags().keys()].toSorted()).toEqual([
      'dark_mode',
      'express_checkout',
      'instant_search',
      'new_checkout',
    ]);
    expect(app.get(FlagManager).isEnabled('instant_search')).toBe(true);
  });

  it('can be combined with forRootAsync, and used twice in one module', async () => {
    @Module({
      imports: [
        FeatureFlagsModule.forFeature({ new_checkout: true }),
        FeatureFlagsModule.forFeature({ express_checkout: true }),
      ],
    })
    class CheckoutModule {}
    const flags = FeatureFlagsModule.forRootAsync({ useFactory: async () => ({ initialFlags: { dark_mode: true } }) });
    const manager = (await boot(shop({ imports: [CheckoutModule, flags] }))).get(FlagManager);
    expect(manager.evaluateAll().map(({ key, enabled }) => [key, enabled])).toEqual(
      expect.arrayContaining([
        ['dark_mode', true],
        ['new_checkout', true],
        ['express_checkout', true],
      ]),
    );
  });

  it('can be combined with isGlobal: false', async () => {
    const flags = FeatureFlagsModule.forRoot({ isGlobal: false });
    const app = await boot(shop({ imports: [flags, searchModule({ instant_search: true })] }));
    expect(app.get(FlagManager).isEnabled('instant_search')).toBe(true);
  });

  it('lets one declaration be imported by several modules', async () => {
    const shared = FeatureFlagsModule.forFeature({ instant_search: true });
    @Module({ imports: [shared] })
    class SearchModule {}
    @Module({ imports: [shared] })
    class CatalogueModule {}
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot({}), SearchModule, CatalogueModule] }));
    expect(app.get(FlagManager).isEnabled('instant_search')).toBe(true);
  });

  it('lets a module that declares flags be imported by several modules', async () => {
    const search = searchModule({ instant_search: true });
    @Module({ imports: [search] })
    class CatalogueModule {}
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot({}), search, CatalogueModule] }));
    expect(app.get(FlagManager).isEnabled('instant_search')).toBe(true);
  });

  it('is outranked by every provider', async () => {
    const flags = FeatureFlagsModule.forRoot({
      providers: [new MemoryProvider({ instant_search: false })],
    });
    const feature = searchModule({ instant_search: true, search_page: true });
    const manager = (await boot(shop({ imports: [flags, feature] }))).get(FlagManager);
    expect(manager.isEnabled('instant_search')).toBe(false);
    expect(manager.isEnabled('search_page')).toBe(true);
  });

  it('rejects a key that forRoot also declares, and names the key and both places', async () => {
    const { message } = await duplicateOf(
      FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } }),
      checkoutModule({ new_checkout: true }),
    );
    expect(message).toContain('"new_checkout"');
    expect(message).toContain('FeatureFlagsModule.forRoot (initialFlags)');
    expect(message).toContain('FeatureFlagsModule.forFeature in CheckoutModule');
  });

  it('rejects a key that two feature modules declare, and names the key and both modules', async () => {
    const { message } = await duplicateOf(
      searchModule({ instant_search: true, theme: true }),
      checkoutModule({ new_checkout: true, theme: false }),
      FeatureFlagsModule.forRoot({}),
    );
    expect(message).toContain('"theme"');
    expect(message).toContain('SearchModule');
    expect(message).toContain('CheckoutModule');
  });

  it('rejects a key that one module declares twice', async () => {
    @Module({
      imports: [
        FeatureFlagsModule.forFeature({ new_checkout: true }),
        FeatureFlagsModule.forFeature({ new_checkout: true }),
      ],
    })
    class CheckoutModule {}
    const { message } = await duplicateOf(FeatureFlagsModule.forRoot({}), CheckoutModule);
    expect(message).toContain('"new_checkout"');
    expect(message).toContain('CheckoutModule');
  });

  it('rejects duplicates before any provider is read', async () => {
    const remote = new PolledProvider(delivers({}));
    await duplicateOf(
      FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true }, providers: [remote] }),
      checkoutModule({ new_checkout: true }),
    );
    expect(remote.loads).toBe(0);
  });
});
