import type { CanActivate, ConfigurableModuleAsyncOptions, Type } from '@nestjs/common';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { durationOption } from '../internal/options/duration-option.js';
import {
  booleanOption,
  checkedElsewhere,
  choiceOption,
  functionOption,
  listOption,
  nestedOption,
  option,
  wholeNumberOption,
} from '../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../internal/options/options-schema.js';
import { loggerOption } from '../manager/options/manager-options.schema.js';
import { assertOneFactory, besideFactory, factoryReaders, withinFactory } from '../nest/async-options.js';
import type { OfrepConfig, OfrepContextOptions, OfrepEventsOptions, OfrepModuleExtras } from './ofrep.options.js';

const RESERVED = new Set(['userId', 'sessionId', 'timestamp', '__proto__', 'constructor', 'prototype']);

const bodyMember = option<string>(
  (value) => typeof value === 'string' && value !== '' && value.length <= 256 && !RESERVED.has(value),
  'must be "targetingKey" or the name of an attribute; "userId" and "sessionId" come from the session only',
);

const contextOptions = new OptionsSchema<OfrepContextOptions>('the context of OfrepModule', {
  body: listOption('names', bodyMember, 100),
  trustBody: booleanOption,
  targetingKey: choiceOption('required', 'optional'),
});

const eventsOptions = new OptionsSchema<OfrepEventsOptions>('the events of OfrepModule', {
  url: option<string>(
    (value) => typeof value === 'string' && value.length <= 2048 && isWebUrl(value),
    'must be a URL that starts with "https://" or "http://"',
  ),
  heartbeat: durationOption('1s', '10m'),
  maxAge: durationOption('1m', '24h'),
  inactivityDelay: durationOption('1s', '24h'),
  maxStreams: wholeNumberOption(1, 100_000),
  maxStreamsPerCaller: wholeNumberOption(1, 100_000),
  maxStreamsPerAddress: wholeNumberOption(1, 100_000),
});

const config = {
  visibility: functionOption(),
  context: nestedOption(contextOptions),
  events: (value, place) => (value === false ? value : nestedOption(eventsOptions)(value, place)),
  secret: checkedElsewhere, // by the signer, whose errors reveal nothing about it
  bodyLimit: wholeNumberOption(1024, 1_048_576, 'a whole number of bytes'),
  logger: loggerOption,
} satisfies OptionReaders<OfrepConfig>;

const extras = {
  path: option<string>(
    (value) => typeof value === 'string' && /^(?:\/?[\w.~:-]+)*\/?$/.test(value) && value.length <= 256,
    'must be a path without wildcards, such as "flags"',
  ),
  guards: listOption(
    'guards',
    option<Type<CanActivate> | CanActivate>(
      (value) => typeof value === 'function' || (typeof value === 'object' && value !== null && 'canActivate' in value),
      'must be a guard',
    ),
  ),
  public: option<true>((value) => value === true, 'must be true, or absent if there are "guards"'),
  decorators: listOption('class decorators', functionOption<ClassDecorator>()),
  imports: listOption('modules', checkedElsewhere),
} satisfies OptionReaders<OfrepModuleExtras>;

/** The options of Nest's own builder for `registerAsync`. */
type FactoryOptions = ConfigurableModuleAsyncOptions<OfrepConfig, 'createOfrepOptions'>;

const factory = {
  imports: extras.imports,
  ...factoryReaders<OfrepConfig, 'createOfrepOptions'>('createOfrepOptions'),
} satisfies OptionReaders<FactoryOptions>;

const syncOptions = new OptionsSchema<OfrepConfig & OfrepModuleExtras>('OfrepModule.register', {
  ...config,
  ...extras,
});

const asyncOptions = new OptionsSchema<FactoryOptions & OfrepModuleExtras>(
  'OfrepModule.registerAsync',
  { ...factory, ...extras },
  { elsewhere: withinFactory(config, 'registerAsync') },
);

const factoryResult = new OptionsSchema<OfrepConfig>('OfrepModule', config, {
  elsewhere: besideFactory(extras, 'registerAsync'),
});

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option of `register` that is unknown, invalid or missing */
export function readOfrepOptions(given: unknown): OfrepConfig & OfrepModuleExtras {
  return protectedOptions(syncOptions.read(given), 'register');
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option of `registerAsync` that is unknown, invalid or missing */
export function readOfrepAsyncOptions(given: unknown): FactoryOptions & OfrepModuleExtras {
  const read = protectedOptions(asyncOptions.read(given), 'registerAsync');
  assertOneFactory(read, 'OfrepModule.registerAsync');
  return read;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option in a factory's result that is unknown, invalid or misplaced */
export function readOfrepConfig(result: unknown): OfrepConfig {
  return factoryResult.read(result);
}

/** Nothing is public by default. */
function protectedOptions<T extends OfrepModuleExtras>(options: T, method: string): T {
  const { guards = [], public: isPublic = false } = options;
  if (guards.length > 0 !== isPublic) return options;
  throw new InvalidOptionsError(
    `OfrepModule.${method} needs exactly one of "guards" and "public": add the guards that callers must pass, such as ` +
      '{ guards: [AuthGuard] }, or { public: true } if everyone may read the flags that are marked "client: true".',
  );
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
