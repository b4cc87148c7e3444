import { Logger, type Provider, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { safeLogger } from '../manager/safe-logger.js';
import { topicLogger } from '../manager/topic-logger.js';
import { FlagContextInterceptor } from './context/flag-context.interceptor.js';
import { FlagContextResolver } from './context/flag-context.resolver.js';
import { RequestUserResolver } from './context/request-user.resolver.js';
import { FEATURE_FLAGS_OPTIONS } from './feature-flags-options.token.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from './feature-flags.options.js';
import { VisitorSessionResolver } from './visitors/visitor-session.resolver.js';

/** Injects whether the context of requests is ambient in services. */
export const AMBIENT_CONTEXT = Symbol('AMBIENT_CONTEXT');

/** Injects the instance of the `disabledHandler` class, if the option is set. */
export const CUSTOM_DISABLED_HANDLER = Symbol('CUSTOM_DISABLED_HANDLER');

/** Injects the external provider, if the option is set. */
export const EXTERNAL_FLAGS = Symbol('EXTERNAL_FLAGS');

/** The providers that depend on options that must be known before injection. */
export function extraProviders({
  contextResolver,
  visitorSessions = false,
  ambientContext = true,
  disabledHandler,
  externalFlags,
}: FeatureFlagsModuleExtras): Provider[] {
  const providers: Provider[] = [
    visitorSessions ? visitorResolverProvider(contextResolver) : resolverProvider(contextResolver),
    { provide: AMBIENT_CONTEXT, useValue: ambientContext },
    { provide: EXTERNAL_FLAGS, useValue: externalFlags },
    disabledHandler === undefined
      ? { provide: CUSTOM_DISABLED_HANDLER, useValue: undefined }
      : { provide: CUSTOM_DISABLED_HANDLER, useClass: disabledHandler },
  ];
  // Reading `req.user` is synchronous, so only other resolvers and external providers need the interceptor, which costs
  // 5 µs per request on Nest 12.
  if ((contextResolver !== undefined || externalFlags !== undefined) && ambientContext) {
    providers.push({ provide: APP_INTERCEPTOR, useClass: FlagContextInterceptor });
  }
  return providers;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there is a resolver, which would have to read the id itself */
function visitorResolverProvider(resolver: FeatureFlagsModuleExtras['contextResolver']): Provider {
  if (resolver !== undefined) {
    throw new InvalidOptionsError(
      'Option "visitorSessions" belongs to the default resolver: remove it, and set `sessionId: visitorIdOf(request)` in ' +
        'your "contextResolver".',
    );
  }
  return {
    provide: FlagContextResolver,
    inject: [FEATURE_FLAGS_OPTIONS],
    useFactory: ({ logger }: FeatureFlagsConfig) =>
      new VisitorSessionResolver(
        topicLogger(safeLogger(logger ?? new Logger('FeatureFlags')), 'visitor-cookie-missing'),
      ),
  };
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is not a resolver */
function resolverProvider(resolver: FeatureFlagsModuleExtras['contextResolver']): Provider {
  if (resolver === undefined) return { provide: FlagContextResolver, useClass: RequestUserResolver };
  if (isResolverClass(resolver)) return { provide: FlagContextResolver, useClass: resolver };
  if (typeof resolver === 'function') {
    return { provide: FlagContextResolver, useValue: { resolve: resolver } satisfies FlagContextResolver };
  }
  if (isResolver(resolver)) return { provide: FlagContextResolver, useValue: resolver };
  throw new InvalidOptionsError(
    'Option "contextResolver" must be a function of the request, an object with "resolve", or a class that extends ' +
      'FlagContextResolver.',
  );
}

function isResolverClass(resolver: unknown): resolver is Type<FlagContextResolver> {
  return typeof resolver === 'function' && typeof resolver.prototype === 'object' && isResolver(resolver.prototype);
}

function isResolver(resolver: unknown): resolver is FlagContextResolver {
  return (
    typeof resolver === 'object' &&
    resolver !== null &&
    'resolve' in resolver &&
    typeof resolver.resolve === 'function' &&
    (!('cacheKey' in resolver) || resolver.cacheKey === undefined || typeof resolver.cacheKey === 'function')
  );
}
