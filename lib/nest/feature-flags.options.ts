import type { ModuleMetadata, Type } from '@nestjs/common';
import type { Duration } from '../internal/duration.js';
import type { ExternalFlagProvider } from '../manager/external/external-flag-provider.js';
import type { FlagManagerOptions } from '../manager/options/flag-manager.options.js';
import type { UnknownFlagsPolicy } from '../manager/overrides/unknown-flags.js';
import type { ActorResolver } from './context/actor-resolver.js';
import type { FlagContextResolver, FlagContextResolverFunction } from './context/flag-context.resolver.js';
import type { FeatureFlagDisabledResponse } from './denials/disabled-response.js';
import type { IsExternalHandler } from './gate-checks/handler-calls.js';
import type { RequestOverridesOptions } from './request-overrides/request-overrides.options.js';
import type { FlagDisabledHandler } from './denials/flag-disabled.handler.js';

/**
 * The options of `forRoot`, and the result of the factory of `forRootAsync`. All of them have defaults. Options that do
 * not depend on Nest are in {@link FlagManagerOptions}.
 */
export interface FeatureFlagsConfig extends Omit<FlagManagerOptions, 'contextSource' | 'externalFlags'> {
  /**
   * The response to a decorator, guard or interceptor that refers to a flag that no provider defines: `error` prevents
   * the application from starting, `warn` logs a warning, and `ignore` accepts it. Overrides of such a flag are
   * rejected, accepted with a warning, or accepted.
   *
   * @default 'warn'
   */
  readonly unknownFlags?: UnknownFlagsPolicy | undefined;
  /** The HTTP response of a closed gate. @default 404, as for a route that does not exist */
  readonly disabledResponse?: FeatureFlagDisabledResponse | undefined;
  /** How long an asynchronous `contextResolver` may take. @default '2s' */
  readonly contextTimeout?: Duration | undefined;
  /**
   * The response to a `contextResolver` that fails: `closed` turns every flag off for the request, with the reason
   * `context_failed`; `anonymous` evaluates flags as for a request without a user; `throw` fails the request.
   *
   * @default 'closed'
   */
  readonly onContextError?: 'closed' | 'anonymous' | 'throw' | undefined;
  /**
   * Identifies methods of providers that a library calls with Nest's guards and interceptors
   * (`ExternalContextCreator`), such as RabbitMQ consumers. A gate on any other method of a plain provider is an error
   * at boot, because Nest never calls it. @default no method is such a handler
   *
   * @example (handler) => Reflect.hasMetadata(RABBIT_HANDLER, handler)
   */
  readonly externalHandlers?: IsExternalHandler | undefined;
  /**
   * Returns the actor of a change that is made during a request without naming one, such as `({ user }) => user?.email`:
   * text of up to 256 characters. It needs the async context of requests (`ambientContext`). If it fails, this is
   * logged, and the change is made without it. @default changes that name no actor are made by 'unknown'
   */
  readonly actorResolver?: ActorResolver | undefined;
  /**
   * Whether each denied call is logged at debug level: the flags with their reasons, the class and method, and whether
   * there was a user, but never an id or an attribute. At most 100 lines per second. @default false
   */
  readonly logDenials?: boolean | undefined;
  /**
   * Accepts signed tokens in a header or cookie that force flags for one request, for quality assurance and end-to-end
   * tests; see `createOverrideToken` in `nestjs-feature-flags/core`. It needs `ambientContext`. @default off
   */
  readonly requestOverrides?: RequestOverridesOptions | undefined;
}

/**
 * Options that must be known before injection: with `forRootAsync`, they are given next to the factory, not returned by
 * it.
 */
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
  /**
   * Whether the default resolver uses the id of the middleware `visitorCookie` as `sessionId`. A
   * `contextResolver` reads it with `visitorIdOf` instead. @default false
   */
  readonly visitorSessions?: boolean | undefined;
  /** Whether services find the current request's context through AsyncLocalStorage. @default true */
  readonly ambientContext?: boolean | undefined;
  /** Decides which error a caller gets when a gate is closed. @default the appropriate error for each transport */
  readonly disabledHandler?: Type<FlagDisabledHandler> | undefined;
  /**
   * Answers for flags that this module does not define, such as those of a vendor; see `OpenFeatureFlagProvider`. It is
   * asked after the guards of each request, and by each gate. @default there is none
   */
  readonly externalFlags?: ExternalFlagProvider | undefined;
  /** Modules whose exports `contextResolver` and `disabledHandler` inject. @default none */
  readonly imports?: NonNullable<ModuleMetadata['imports']> | undefined;
}

/** The factory of `forRootAsync({ useClass })` and `forRootAsync({ useExisting })`. */
export interface FeatureFlagsOptionsFactory {
  /** Returns the options of the module; Nest calls it once, while the application starts. */
  createFeatureFlagsOptions(): FeatureFlagsConfig | Promise<FeatureFlagsConfig>;
}
