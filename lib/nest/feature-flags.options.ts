import type { ModuleMetadata, Type } from '@nestjs/common';
import type { Duration } from '../internal/duration.js';
import type { FlagManagerOptions } from '../manager/options/flag-manager.options.js';
import type { UnknownFlagsPolicy } from '../manager/overrides/unknown-flags.js';
import type { FlagContextResolver, FlagContextResolverFunction } from './context/flag-context.resolver.js';
import type { FeatureFlagDisabledResponse } from './denials/disabled-response.js';
import type { IsExternalHandler } from './gate-checks/handler-calls.js';
import type { FlagDisabledHandler } from './denials/flag-disabled.handler.js';

/**
 * What `forRoot` takes, and what the factory of `forRootAsync` returns. Everything has a default. Options that need no Nest
 * belong to {@link FlagManagerOptions}.
 */
export interface FeatureFlagsConfig extends Omit<FlagManagerOptions, 'contextSource'> {
  /**
   * What happens when a decorator, guard or interceptor names a flag that no provider defines: the application does not
   * start, a warning is logged, or nothing. An override of such a flag is rejected, logged as a warning, or accepted.
   *
   * @default 'warn'
   */
  readonly unknownFlags?: UnknownFlagsPolicy | undefined;
  /** The HTTP response of a closed gate. @default 404, as for a route that does not exist */
  readonly disabledResponse?: FeatureFlagDisabledResponse | undefined;
  /** How long an asynchronous `contextResolver` may take. @default '2s' */
  readonly contextTimeout?: Duration | undefined;
  /**
   * What happens when the `contextResolver` fails: `closed` turns every flag off for the request, with the reason
   * `context_failed`; `anonymous` evaluates as for a request without a user; `throw` fails the request.
   *
   * @default 'closed'
   */
  readonly onContextError?: 'closed' | 'anonymous' | 'throw' | undefined;
  /**
   * Identifies the methods of providers that a library calls as handlers, with Nest's guards and interceptors
   * (`ExternalContextCreator`), such as consumers of RabbitMQ. A gate on any other method of a plain provider is an
   * error at boot, because Nest never calls it. @default none
   *
   * @example (handler) => Reflect.hasMetadata(RABBIT_HANDLER, handler)
   */
  readonly externalHandlers?: IsExternalHandler | undefined;
  /**
   * Whether each closed gate writes a line to the logger's `debug`: the flags with their reasons, the class and method,
   * and whether there was a user, but never an id or an attribute. At most 100 lines a second. @default false
   */
  readonly logDenials?: boolean | undefined;
}

/** Options that must be known before injection: they go beside the factory of `forRootAsync`, not into what it returns. */
export interface FeatureFlagsModuleExtras {
  /** Whether every module can inject the `FlagManager` without importing this one. @default true */
  readonly isGlobal?: boolean | undefined;
  /**
   * Resolves the context of a request: a function of the request, an object with `resolve` and optionally `cacheKey`, or an
   * injectable class.
   *
   * @default reads `req.user`
   */
  readonly contextResolver?: FlagContextResolverFunction | FlagContextResolver | Type<FlagContextResolver> | undefined;
  /** Whether services find the current request's context through AsyncLocalStorage. @default true */
  readonly ambientContext?: boolean | undefined;
  /** Decides what a caller gets when a gate is closed. @default the appropriate error for each transport */
  readonly disabledHandler?: Type<FlagDisabledHandler> | undefined;
  /** Modules that `contextResolver` and `disabledHandler` inject from. @default none */
  readonly imports?: NonNullable<ModuleMetadata['imports']> | undefined;
}

/** The factory of `forRootAsync({ useClass })` and `forRootAsync({ useExisting })`. */
export interface FeatureFlagsOptionsFactory {
  createFeatureFlagsOptions(): FeatureFlagsConfig | Promise<FeatureFlagsConfig>;
}
