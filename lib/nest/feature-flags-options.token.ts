/** Injects the options of the module, as `forRoot` received them or the factory of `forRootAsync` returned them. */
export const FEATURE_FLAGS_OPTIONS = Symbol('FEATURE_FLAGS_OPTIONS');
