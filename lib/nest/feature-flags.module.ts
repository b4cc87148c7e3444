import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type NestModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { createCache } from 'cache-manager';
import type { TypedFlagDefinitions } from '../engine/typed-flag-definitions.js';
import { safeLogger } from '../manager/safe-logger.js';
import { systemClock } from '../manager/clock.js';
import type { ExternalFlagProvider } from '../manager/external/external-flag-provider.js';
import { FlagManager } from '../manager/flag-manager.js';
import { flagScopesOf, requestPreparationOf } from '../manager/manager-components.js';
import { FlagReader } from '../manager/reading/flag-reader.js';
import { RequestPreparation } from '../manager/reading/request-preparation.js';
import { testHooks } from '../manager/scope/test-hooks.js';
import { definitionsOption } from '../internal/options/option-readers.js';
import type { FlagCacheBackend } from '../providers/cache/cache-backend.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { LocalProvider } from '../providers/local.provider.js';
import { actorOfRequest } from './context/actor-resolver.js';
import { FlagContexts } from './context/flag-contexts.js';
import { mountRequestHook } from './context/mount-request-hook.js';
import type { FlagRequest } from './context/request-of.js';
import { DarkRoutes } from './dark-routes/dark-routes.js';
import { ForwardedRoutes } from './dark-routes/forwarded-routes.js';
import { AMBIENT_CONTEXT, CUSTOM_DISABLED_HANDLER, EXTERNAL_FLAGS } from './extra-providers.js';
import { DenialLog } from './denials/denial-log.js';
import { SkippedCalls } from './denials/skipped-calls.js';
import { FeatureFlagsFeatureModule } from './feature-flags.feature-module.js';
import { FeatureFlagsExplorer } from './feature-flags.explorer.js';
import { FEATURE_FLAGS_OPTIONS } from './feature-flags-options.token.js';
import { ConfigurableModuleClass, type ASYNC_OPTIONS, type ROOT_OPTIONS } from './feature-flags.module-definition.js';
import type { FeatureFlagsConfig } from './feature-flags.options.js';
import { FLAG_CACHE, FLAG_PROVIDERS } from './feature-flags.tokens.js';
import { flagContextsProvider } from './flag-contexts.provider.js';
import { FLAG_DECLARATION, FlagDeclarations } from './flag-declarations.js';
import { DefaultFlagDisabledHandler, FlagDisabledHandler } from './denials/flag-disabled.handler.js';
import { FlagGate } from './gates/flag-gate.js';
import { BootChecks } from './boot-checks.js';
import { GateAdoption } from './gate-checks/gate-adoption.js';
import { closeManager } from './gates/stand-in-reader.js';
import { GateInspector } from './gate-checks/gate-inspector.js';
import { MESSAGE_HANDLERS, prepareMessageHandlers } from './messages/message-handlers.js';
import { reportUnhandledVariants, UnhandledVariants } from './unhandled-variants.js';
import { mountRequestOverrides } from './request-overrides/mount-request-overrides.js';
import {
  REQUEST_OVERRIDES,
  managerHooksOf,
  requestOverridesProvider,
} from './request-overrides/request-overrides.provider.js';
import type { RequestOverrides } from './request-overrides/request-overrides.js';
import { managerOptionsOf } from './manager-options.js';
import { readAsyncOptions, readRootOptions } from './module-options.schema.js';

const logger = new Logger('FeatureFlags');

/**
 * The module of feature flags. Register it once with `forRoot` or `forRootAsync`; feature modules declare their own
 * flags with `forFeature`.
 *
 * @example
 * @Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true, dark_mode: false } })] })
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    FlagDeclarations,
    BootChecks,
    { provide: UnhandledVariants, inject: [FEATURE_FLAGS_OPTIONS], useFactory: reportUnhandledVariants },
    FeatureFlagsExplorer,
    GateInspector,
    GateAdoption,
    DarkRoutes,
    ForwardedRoutes,
    FlagGate,
    requestOverridesProvider,
    SkippedCalls,
    {
      provide: MESSAGE_HANDLERS,
      inject: [ModulesContainer, FlagGate, FlagContexts],
      useFactory: prepareMessageHandlers,
    },
    {
      provide: FLAG_CACHE,
      inject: [FEATURE_FLAGS_OPTIONS],
      useFactory: ({ cache }: FeatureFlagsConfig): FlagCacheBackend => cache ?? createCache(),
    },
    {
      provide: FLAG_PROVIDERS,
      inject: [FEATURE_FLAGS_OPTIONS, FlagDeclarations],
      useFactory: (
        { providers = [], initialFlags, initialSegments: segments }: FeatureFlagsConfig,
        declarations: FlagDeclarations,
      ) => [...providers, new LocalProvider(declarations.collect(initialFlags), { name: 'initialFlags', segments })],
    },
    flagContextsProvider,
    {
      provide: DenialLog,
      inject: [FEATURE_FLAGS_OPTIONS],
      useFactory: ({ logDenials = false, ...options }: FeatureFlagsConfig) =>
        logDenials ? new DenialLog(safeLogger(options.logger ?? logger), options.clock ?? systemClock) : undefined,
    },
    {
      provide: FlagManager,
      inject: [FEATURE_FLAGS_OPTIONS, FLAG_PROVIDERS, FLAG_CACHE, REQUEST_OVERRIDES, EXTERNAL_FLAGS],
      useFactory: (
        config: FeatureFlagsConfig,
        providers: readonly FlagProvider[],
        cache: FlagCacheBackend,
        overrides: RequestOverrides | undefined,
        externalFlags: ExternalFlagProvider | undefined,
      ) =>
        FlagManager.create(
          { logger, ...managerOptionsOf(config), providers, cache, externalFlags },
          { ...managerHooksOf(overrides), actorOf: actorOfRequest(config.actorResolver) },
        ),
    },
    { provide: FlagReader, useExisting: FlagManager },
    { provide: RequestPreparation, inject: [FlagManager], useFactory: requestPreparationOf },
    {
      provide: FlagDisabledHandler,
      inject: [CUSTOM_DISABLED_HANDLER, FEATURE_FLAGS_OPTIONS, ForwardedRoutes],
      useFactory: (
        custom: FlagDisabledHandler | undefined,
        { disabledResponse }: FeatureFlagsConfig,
        routes: ForwardedRoutes,
      ) => custom ?? new DefaultFlagDisabledHandler(disabledResponse, (context) => routes.has(context)),
    },
  ],
  exports: [FlagManager, FlagReader, FlagDeclarations, FlagGate, FlagContexts, FLAG_CACHE, FLAG_PROVIDERS],
})
export class FeatureFlagsModule
  extends ConfigurableModuleClass
  implements NestModule, OnModuleInit, OnApplicationShutdown
{
  constructor(
    private readonly flags: FlagManager,
    private readonly contexts: FlagContexts,
    private readonly gate: FlagGate,
    private readonly checks: BootChecks,
    private readonly darkRoutes: DarkRoutes,
    private readonly adapterHost: HttpAdapterHost,
    @Inject(FEATURE_FLAGS_OPTIONS) private readonly options: FeatureFlagsConfig,
    @Inject(AMBIENT_CONTEXT) private readonly ambientContext: boolean,
    @Inject(MESSAGE_HANDLERS) private readonly attachMessageHandlers: () => void,
    @Inject(REQUEST_OVERRIDES) private readonly overrides?: RequestOverrides,
  ) {
    super();
  }

  /**
   * Registers feature flags for the whole application. Call it once, in the root module.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is unknown or invalid
   */
  static override forRoot(options: typeof ROOT_OPTIONS = {}): DynamicModule {
    return super.forRoot(readRootOptions(options));
  }

  /**
   * Registers feature flags with options from a factory. Pass `FeatureFlagsModuleExtras` next to the factory; the
   * factory does not return them.
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS): DynamicModule {
    return super.forRootAsync(readAsyncOptions(options));
  }

  /**
   * Declares the flags of one feature module.
   *
   * @param flags definitions by key; no other place may declare the same key
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is not a plain object
   */
  static forFeature(flags: TypedFlagDefinitions): DynamicModule {
    definitionsOption(flags, 'The argument of FeatureFlagsModule.forFeature');
    return { module: FeatureFlagsFeatureModule, providers: [{ provide: FLAG_DECLARATION, useValue: flags }] };
  }

  /** Prepares dark routes and the hook of each request; called by Nest. */
  configure(): void {
    this.darkRoutes.prepare(); // Nest builds the routes between this and onModuleInit
    if (this.overrides !== undefined) {
      mountRequestOverrides(this.adapterHost.httpAdapter, this.overrides, flagScopesOf(this.flags));
    }
    const { readsDefinitions } = requestPreparationOf(this.flags);
    if (!this.ambientContext && !readsDefinitions && testHooks() === undefined) return;
    const contexts = this.ambientContext ? this.contexts : undefined;
    const beforeRequest = (request: FlagRequest) => this.gate.beforeRequest(request);
    mountRequestHook(this.adapterHost.httpAdapter, contexts, readsDefinitions ? beforeRequest : undefined);
  }

  /** Verifies all gates and the flags that they refer to, and fails the start if one is invalid; called by Nest. */
  async onModuleInit(): Promise<void> {
    this.attachMessageHandlers();
    try {
      this.checks.run(this.options, safeLogger(this.options.logger ?? logger));
    } catch (error) {
      await closeManager(this.flags); // Nest calls no shutdown hooks of an application that failed to start
      throw error;
    }
  }

  /** Closes the manager, and with it its providers and store; called by Nest. */
  async onApplicationShutdown(): Promise<void> {
    this.contexts.close();
    await closeManager(this.flags);
  }
}
