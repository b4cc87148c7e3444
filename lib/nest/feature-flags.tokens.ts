/** Injects the cache-manager cache that holds definitions: `@Inject(FLAG_CACHE) cache: FlagCacheBackend`. */
export const FLAG_CACHE = Symbol('FLAG_CACHE');

/** Injects the providers in use, first layer first: `@Inject(FLAG_PROVIDERS) providers: readonly FlagProvider[]`. */
export const FLAG_PROVIDERS = Symbol('FLAG_PROVIDERS');
