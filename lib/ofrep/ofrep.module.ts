import {
  Inject,
  Module,
  type DynamicModule,
  type HttpServer,
  type NestModule,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FlagManager } from '../manager/flag-manager.js';
import { FlagGate } from '../nest/gates/flag-gate.js';
import { mountParseErrors } from './http/mount-parse-errors.js';
import { withoutOuterSlashes } from './http/ofrep-paths.js';
import { buildOfrepServer } from './build-ofrep-server.js';
import { readOfrepAsyncOptions, readOfrepOptions } from './ofrep-options.schema.js';
import { OfrepCallInterceptor } from './ofrep-call.interceptor.js';
import {
  ConfigurableModuleClass,
  OFREP_IS_PUBLIC,
  OFREP_OPTIONS,
  OFREP_PATH,
  type OFREP_ASYNC_OPTIONS_TYPE,
  type OFREP_OPTIONS_TYPE,
} from './ofrep.module-definition.js';
import type { OfrepConfig } from './ofrep.options.js';
import { OfrepServer } from './ofrep.server.js';
import { resolveOfrepOptions } from './resolve-ofrep-options.js';

/**
 * Serves flags to browsers, mobile apps and other services by the OpenFeature Remote Evaluation Protocol (OFREP). Only
 * flags that are marked `client: true` are served.
 *
 * @example
 * @Module({ imports: [FeatureFlagsModule.forRoot(), OfrepModule.register({ guards: [AuthGuard] })] })
 */
@Module({
  providers: [
    OfrepCallInterceptor,
    {
      provide: OfrepServer,
      inject: [FlagManager, FlagGate, OFREP_OPTIONS, OFREP_IS_PUBLIC],
      useFactory: (flags: FlagManager, gate: FlagGate, config: OfrepConfig, isPublic: boolean) =>
        buildOfrepServer(flags, gate, resolveOfrepOptions(config, isPublic)),
    },
  ],
})
export class OfrepModule extends ConfigurableModuleClass implements NestModule, OnModuleInit, OnModuleDestroy {
  #mountAfterRoutes = () => {};

  constructor(
    @Inject(OfrepServer) private readonly server: OfrepServer,
    @Inject(OFREP_PATH) private readonly path: string,
    private readonly adapterHost: HttpAdapterHost,
    private readonly modules: ModulesContainer,
  ) {
    super();
  }

  /**
   * Serves the flags of the application. Exactly one of `guards` and `public: true` is required.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is unknown, invalid or missing
   */
  static override register(options: typeof OFREP_OPTIONS_TYPE): DynamicModule {
    return super.register(readOfrepOptions(options));
  }

  /**
   * Serves the flags of the application, with options from a factory. Pass `OfrepModuleExtras` next to the factory; the
   * factory does not return them.
   */
  static override registerAsync(options: typeof OFREP_ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.registerAsync(readOfrepAsyncOptions(options));
  }

  /**
   * Prepares the answers to requests that the framework cannot parse; called by Nest before it builds the routes.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when another registration has the same path
   */
  configure(): void {
    this.#assertOwnPath();
    const adapter: HttpServer | undefined = this.adapterHost.httpAdapter;
    if (adapter !== undefined) this.#mountAfterRoutes = mountParseErrors(adapter, this.path, this.server);
  }

  /** Completes the preparation when the routes are built; called by Nest. */
  onModuleInit(): void {
    this.#mountAfterRoutes();
  }

  /** Ends all streams and answers further requests with 503; called by Nest. */
  onModuleDestroy(): void {
    this.server.close();
  }

  /** Throws if two registrations have one path: only one of them would answer, whatever the guards of the other. */
  #assertOwnPath(): void {
    const path = withoutOuterSlashes(this.path);
    const registrations = [...this.modules.values()].map(({ instance }) => instance);
    const rivals = registrations.filter(
      (other) => other instanceof OfrepModule && withoutOuterSlashes(other.path) === path,
    );
    if (rivals.length < 2) return;
    throw new InvalidOptionsError(
      `OfrepModule is registered ${rivals.length} times with the path "${path}", and only one of them would answer: ` +
        'give each registration another "path", or import the same one, kept in a constant, wherever you need it.',
    );
  }
}
