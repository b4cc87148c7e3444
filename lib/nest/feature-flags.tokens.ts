import { Inject } from '@nestjs/common';

/** The cache-manager cache that definitions are kept in. */
export const FLAG_CACHE = Symbol('FLAG_CACHE');

/** The providers in use, first layer first: `FlagProvider[]`. */
export const FLAG_PROVIDERS = Symbol('FLAG_PROVIDERS');

/** Injects the cache of definitions. */
export const InjectFlagCache = (): ParameterDecorator & PropertyDecorator => Inject(FLAG_CACHE);

/** Injects the providers in use. */
export const InjectFlagProviders = (): ParameterDecorator & PropertyDecorator => Inject(FLAG_PROVIDERS);
