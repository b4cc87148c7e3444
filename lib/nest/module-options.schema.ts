import type { ConfigurableModuleAsyncOptions, Type } from '@nestjs/common';
import { durationOption } from '../internal/options/duration-option.js';
import { isClass } from '../internal/options/kind-of.js';
import {
  booleanOption,
  checkedElsewhere,
  choiceOption,
  functionOption,
  listOption,
  nestedOption,
  option,
} from '../internal/options/option-readers.js';
import { objectOption } from '../internal/options/object-option.js';
import { OptionsSchema, type OptionReaders } from '../internal/options/options-schema.js';
import { LONGEST_WAIT, managerOptionReaders } from '../manager/options/manager-options.schema.js';
import { assertOneFactory, besideFactory, factoryReaders, hasMethod, withinFactory } from './async-options.js';
import type { FlagContextResolver, FlagContextResolverFunction } from './context/flag-context.resolver.js';
import { disabledResponseSchema } from './denials/disabled-response.js';
import { requestOverridesSchema } from './request-overrides/request-overrides.options.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from './feature-flags.options.js';

// The module sets the first from the `contextResolver`, and takes the second before injection.
const { contextSource: _resolver, externalFlags, ...ofManager } = managerOptionReaders;

const config = {
  ...ofManager,
  disabledResponse: nestedOption(disabledResponseSchema),
  contextTimeout: durationOption('1ms', LONGEST_WAIT),
  onContextError: choiceOption('closed', 'anonymous', 'throw'),
  externalHandlers: functionOption(),
  actorResolver: functionOption(),
  logDenials: booleanOption,
  requestOverrides: nestedOption(requestOverridesSchema),
} satisfies OptionReaders<FeatureFlagsConfig>;

const RESOLVER = 'must be a function of the request, or an object or class with the method "resolve"';

const resolverObject = objectOption<FlagContextResolver>({
  what: 'a context resolver',
  methods: ['resolve'],
  optional: ['cacheKey'],
  remedy: 'You can also pass a function of the request',
});

const resolverFunction = option<FlagContextResolverFunction | Type<FlagContextResolver>>(
  (value) => typeof value === 'function' && (!isClass(value) || hasMethod(value, 'resolve')),
  RESOLVER,
);

const extras = {
  isGlobal: booleanOption,
  contextResolver: (value, place) => {
    if (typeof value === 'object' && value !== null) return resolverObject(value, place);
    return resolverFunction(value, place);
  },
  visitorSessions: booleanOption,
  externalFlags,
  ambientContext: booleanOption,
  disabledHandler: option((value) => hasMethod(value, 'handle'), 'must be a class with the method "handle"'),
  imports: listOption('modules', checkedElsewhere),
} satisfies OptionReaders<FeatureFlagsModuleExtras>;

/** The options of Nest's own builder for `forRootAsync`. */
type FactoryOptions = ConfigurableModuleAsyncOptions<FeatureFlagsConfig, 'createFeatureFlagsOptions'>;

const factory = {
  imports: extras.imports,
  ...factoryReaders<FeatureFlagsConfig, 'createFeatureFlagsOptions'>('createFeatureFlagsOptions'),
} satisfies OptionReaders<FactoryOptions>;

const rootOptions = new OptionsSchema<FeatureFlagsConfig & FeatureFlagsModuleExtras>('FeatureFlagsModule.forRoot', {
  ...config,
  ...extras,
});

const asyncOptions = new OptionsSchema<FactoryOptions & FeatureFlagsModuleExtras>(
  'FeatureFlagsModule.forRootAsync',
  { ...factory, ...extras },
  { elsewhere: withinFactory(config, 'forRootAsync') },
);

const factoryResult = new OptionsSchema<FeatureFlagsConfig>('FeatureFlagsModule', config, {
  elsewhere: besideFactory(extras, 'forRootAsync'),
});

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option of `forRoot` that is unknown or invalid */
export function readRootOptions(options: unknown): FeatureFlagsConfig & FeatureFlagsModuleExtras {
  return rootOptions.read(options);
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option of `forRootAsync` that is unknown, invalid or misplaced */
export function readAsyncOptions(options: unknown): FactoryOptions & FeatureFlagsModuleExtras {
  const read = asyncOptions.read(options);
  assertOneFactory(read, 'FeatureFlagsModule.forRootAsync');
  return read;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option in a factory's result that is unknown, invalid or misplaced */
export function readConfig(result: unknown): FeatureFlagsConfig {
  return factoryResult.read(result);
}
