import { ConfigurableModuleBuilder, type FactoryProvider, type Provider } from '@nestjs/common';
import { readOfrepConfig } from './ofrep-options.schema.js';
import { ofrepController } from './ofrep.controller.js';
import type { OfrepConfig, OfrepModuleExtras } from './ofrep.options.js';
import { resolveOfrepRoutes } from './resolve-ofrep-options.js';

/** Injects the options of the module. */
export const OFREP_OPTIONS = Symbol('OFREP_OPTIONS');

/** Injects whether everyone may call the routes. */
export const OFREP_IS_PUBLIC = Symbol('OFREP_IS_PUBLIC');

/** Injects the path before those of the protocol. */
export const OFREP_PATH = Symbol('OFREP_PATH');

/** All extras, including those without a default: Nest would leave a missing one in the options. */
const extras: { readonly [Name in keyof Required<OfrepModuleExtras>]: OfrepModuleExtras[Name] } = {
  path: '',
  guards: undefined,
  public: undefined,
  decorators: [],
  imports: [],
};

export const {
  ConfigurableModuleClass,
  OPTIONS_TYPE: OFREP_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: OFREP_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<OfrepConfig>({ moduleName: 'Ofrep', optionsInjectionToken: OFREP_OPTIONS })
  .setFactoryMethodName('createOfrepOptions')
  .setExtras<OfrepModuleExtras>(extras, (definition, { imports = [], ...given }) => ({
    ...definition,
    imports: [...new Set([...(definition.imports ?? []), ...imports])],
    controllers: [ofrepController(resolveOfrepRoutes(given))],
    providers: [
      ...(definition.providers ?? []).map(checked),
      { provide: OFREP_IS_PUBLIC, useValue: given.public === true },
      { provide: OFREP_PATH, useValue: resolveOfrepRoutes(given).path },
    ],
  }))
  .build();

/** Validates the result of the options factory before it is used. */
function checked(provider: Provider): Provider {
  if (!isFactory(provider) || provider.provide !== OFREP_OPTIONS) return provider;
  return {
    ...provider,
    useFactory: async (...injected: unknown[]): Promise<unknown> =>
      readOfrepConfig(await provider.useFactory(...injected)),
  };
}

function isFactory(provider: Provider): provider is FactoryProvider<unknown> {
  return 'useFactory' in provider;
}
