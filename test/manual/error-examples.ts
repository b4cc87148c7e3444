import { Controller, Get, Injectable, Module, UseGuards, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { optionalPackage } from '../../lib/internal/optional-package.js';
import {
  ContextFailedError,
  FeatureFlagDisabledError,
  FeatureFlagsModule,
  FlagErrorCode,
  FlagGuard,
  FlagManager,
  LocalProvider,
  MemoryProvider,
  MemoryStore,
  StoreUnavailableError,
  type FlagProvider,
} from '../../lib/index.js';
import type { FlagManagerOptions } from '../../lib/manager/options/flag-manager.options.js';
import type { FlagWrite } from '../../lib/providers/flag-provider.js';
import { StoreDataLossError, StoreFailedError } from '../../lib/store/store.errors.js';

const logger = { log() {}, warn() {}, error() {} };

const failing: FlagProvider = {
  name: 'config-service',
  load: () => Promise.reject(new Error('status 503')),
};

const silent: FlagProvider = { name: 'config-service', load: () => new Promise(() => {}) };

/** What happens with a manager, which is closed afterwards. */
async function withManager(options: FlagManagerOptions, act: (flags: FlagManager) => unknown): Promise<void> {
  const flags = await FlagManager.create({ logger, ...options });
  try {
    await act(flags);
  } finally {
    await flags.close();
  }
}

@Controller()
class UncalledGuardController {
  @UseGuards(FlagGuard)
  @Get('checkout')
  checkout() {}
}

/** A provider whose source fails after one write. */
class FlakyProvider extends MemoryProvider {
  #writes = 0;

  override write(write: FlagWrite) {
    if (++this.#writes > 1) return Promise.reject(new Error('status 503'));
    return super.write(write);
  }
}

@Controller()
class CheckoutController {
  @UseGuards(FlagGuard('new_chekout'))
  @Get('checkout')
  checkout() {}
}

@Injectable()
class GuardedService {
  @UseGuards(FlagGuard('new_checkout'))
  pay() {}
}

@Module({ imports: [FeatureFlagsModule.forFeature({ new_checkout: true })] })
class CheckoutModule {}

/** Boots an application, so that the checks of the boot run. */
async function boot(options: Parameters<typeof FeatureFlagsModule.forRoot>[0], parts: ModuleMetadata): Promise<void> {
  @Module({ ...parts, imports: [FeatureFlagsModule.forRoot({ logger, ...options }), ...(parts.imports ?? [])] })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  await app.init();
  await app.close();
}

/** For each code a call that throws an error with it, as an application may run into it. */
export const errorExamples = {
  [FlagErrorCode.InvalidFlagKey]: () => withManager({}, (flags) => flags.setOverride('new checkout', true)),
  [FlagErrorCode.InvalidFlag]: () =>
    withManager({ initialFlags: { new_checkout: { type: 'percentage', percentage: 101 } } }, () => {}),
  [FlagErrorCode.DuplicateFlag]: () => boot({ initialFlags: { new_checkout: true } }, { imports: [CheckoutModule] }),
  [FlagErrorCode.UnknownFlag]: () =>
    boot({ initialFlags: { new_checkout: true }, unknownFlags: 'error' }, { controllers: [CheckoutController] }),
  [FlagErrorCode.ProviderFailed]: () => withManager({ providers: [failing] }, () => {}),
  [FlagErrorCode.ProviderTimeout]: () => withManager({ providers: [silent], bootTimeout: '10ms' }, () => {}),
  [FlagErrorCode.ReadOnly]: () =>
    withManager({ providers: [new LocalProvider({ sale: true }), new MemoryProvider()] }, (flags) =>
      flags.saveFlag('sale', false),
    ),
  [FlagErrorCode.VersionConflict]: () =>
    withManager({ store: new MemoryStore() }, async (flags) => {
      await flags.saveFlag('sale', true, { actor: 'ada' });
      await flags.saveFlag('sale', false, { expectedVersion: 0 });
    }),
  [FlagErrorCode.EditsRefused]: () =>
    withManager({ store: new MemoryStore() }, (flags) =>
      flags.saveAll([
        { type: 'save_flag', key: 'sale', definition: true },
        { type: 'save_flag', key: 'search', definition: { type: 'percentage', percentage: 101 } },
      ]),
    ),
  [FlagErrorCode.EditsIncomplete]: () =>
    withManager({ providers: [new FlakyProvider()] }, (flags) =>
      flags.saveAll([
        { type: 'save_flag', key: 'sale', definition: true },
        { type: 'save_flag', key: 'search', definition: true },
      ]),
    ),
  [FlagErrorCode.InvalidOverride]: () =>
    withManager({ initialFlags: { sale: true } }, (flags) => flags.setOverride('sale', { variant: 'dark' })),
  [FlagErrorCode.InvalidSchedule]: () =>
    withManager({ initialFlags: { sale: true } }, (flags) =>
      flags.schedule({ type: 'set_override', key: 'sale', serve: false }, new Date(0)),
    ),
  [FlagErrorCode.StoreUnavailable]: () => {
    throw new StoreUnavailableError('redis-store:shop', 'it did not answer within 5000 ms');
  },
  [FlagErrorCode.StoreFailed]: () => {
    throw new StoreFailedError('file-store:flags', 'flags/audit.log is damaged. Restore the folder from a backup.');
  },
  [FlagErrorCode.StoreDataLoss]: () => {
    throw new StoreDataLossError(
      'redis-store:shop',
      'it is empty, and this instance has read changes up to version 7.',
    );
  },
  [FlagErrorCode.NothingToRestore]: () =>
    withManager({ store: new MemoryStore() }, (flags) => flags.restoreStore({ actor: 'ada' })),
  [FlagErrorCode.InvalidOptions]: () => withManager({ initalFlags: {} } as FlagManagerOptions, () => {}),
  [FlagErrorCode.NotRunning]: () => new FlagManager({ logger }).setOverride('sale', true),
  [FlagErrorCode.MissingPackage]: () =>
    optionalPackage('js-yaml', 'read flags from a YAML file', () =>
      Promise.reject(Object.assign(new Error(), { code: 'ERR_MODULE_NOT_FOUND' })),
    ),
  [FlagErrorCode.ContextFailed]: () => {
    throw new ContextFailedError('The FlagContextResolver failed: it threw a TypeError.');
  },
  [FlagErrorCode.GateNeverCalled]: () =>
    boot({ initialFlags: { new_checkout: true } }, { providers: [GuardedService] }),
  [FlagErrorCode.InvalidGate]: () =>
    boot({ initialFlags: { new_checkout: true } }, { controllers: [UncalledGuardController] }),
  [FlagErrorCode.FlagDisabled]: () => {
    throw new FeatureFlagDisabledError(['new_checkout']);
  },
} satisfies Record<FlagErrorCode, () => unknown>;
