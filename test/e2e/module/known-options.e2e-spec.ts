import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig } from '../../../lib/nest/feature-flags.options.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

class ComingSoonHandler extends FlagDisabledHandler {
  handle() {
    return new Error('Coming soon');
  }
}

/** What plain JavaScript may give. */
const untyped = (options: object | undefined) => options as FeatureFlagsConfig;
const forRoot = (options: object) => () => FeatureFlagsModule.forRoot(untyped(options));
const forRootAsync = (options: object) => () => FeatureFlagsModule.forRootAsync({ useFactory: () => ({}), ...options });
const bootWith = (config: object | undefined) =>
  boot(shop({ imports: [FeatureFlagsModule.forRootAsync({ useFactory: async () => untyped(config) })] }));

describe('An option of forRoot', () => {
  it('is rejected in the call when it does not exist', () => {
    expect(forRoot({ bootstrapfile: 'flags.json' })).toThrow(InvalidOptionsError);
    expect(forRoot({ bootstrapfile: 'flags.json' })).toThrow(
      'Option "bootstrapfile" of FeatureFlagsModule.forRoot does not exist: did you mean "bootstrapFile"?',
    );
  });

  it('is accepted among the others when it must be known before injection', async () => {
    const flags = FeatureFlagsModule.forRoot({
      initialFlags: { new_checkout: true },
      contextResolver: () => ({ userId: 'ada' }),
      disabledHandler: ComingSoonHandler,
      ambientContext: false,
      isGlobal: true,
      imports: [],
    });
    const app = await boot(shop({ imports: [flags] }));
    expect(app.get(FlagManager).isEnabled('new_checkout')).toBe(true);
    expect(app.get(FlagDisabledHandler)).toBeInstanceOf(ComingSoonHandler);
  });

  it('may be undefined', async () => {
    const nothing = { store: undefined, contextResolver: undefined, disabledHandler: undefined, isGlobal: undefined };
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot(nothing)] }));
    expect(app.get(FlagManager).status().state).toBe('ready');
  });
});

describe('An option of forRootAsync', () => {
  it('is not expected in what other factories return, whose tokens the factory is given', async () => {
    const settings = { provide: 'SETTINGS', useFactory: () => ({ redisUrl: 'redis://localhost', ttl: 60 }) };
    const app = await boot(
      shop({
        imports: [
          FeatureFlagsModule.forRootAsync({
            provideInjectionTokensFrom: [settings],
            inject: ['SETTINGS'],
            useFactory: ({ ttl }: { ttl: number }) => ({ cacheTtl: ttl, initialFlags: { sale: true } }),
          }),
        ],
      }),
    );
    expect(app.get(FlagManager).isEnabled('sale')).toBe(true);
  });

  it('is a boot error when it does not exist', async () => {
    await expect(bootWith({ bootstrapfile: 'flags.json' })).rejects.toThrow(
      'Option "bootstrapfile" of FeatureFlagsModule does not exist: did you mean "bootstrapFile"?',
    );
  });

  it.each(['contextResolver', 'disabledHandler', 'isGlobal', 'ambientContext', 'imports'])(
    'is a boot error in what the factory returns when it must be known before injection: %s',
    async (option) => {
      await expect(bootWith({ [option]: undefined })).rejects.toThrow(
        `Option "${option}" of FeatureFlagsModule must be given next to "useFactory" of forRootAsync, not returned by it, ` +
          'because it must be known before injection.',
      );
    },
  );

  it('is rejected beside the factory if the factory must return it', () => {
    expect(forRootAsync({ initialFlags: {} })).toThrow(
      'Option "initialFlags" of FeatureFlagsModule.forRootAsync must be returned by the factory of forRootAsync',
    );
    expect(forRootAsync({ useFactroy: () => ({}) })).toThrow('did you mean "useFactory"?');
  });

  it('is checked in what a class creates as well', async () => {
    class Options {
      createFeatureFlagsOptions() {
        return untyped({ cachettl: 1 });
      }
    }
    const flags = FeatureFlagsModule.forRootAsync({ useClass: Options });
    await expect(boot(shop({ imports: [flags] }))).rejects.toThrow('did you mean "cacheTtl"?');
  });

  it('is missing with all others when the factory returns nothing, which is a boot error', async () => {
    await expect(bootWith(undefined)).rejects.toThrow('The options of FeatureFlagsModule must be a plain object');
  });
});
