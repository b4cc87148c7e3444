import type { StickyStore } from '../../engine/allocation/sticky.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { durationOption, secondsOption } from '../../internal/options/duration-option.js';
import { objectOption } from '../../internal/options/object-option.js';
import {
  booleanOption,
  checkedElsewhere,
  choiceOption,
  definitionsOption,
  functionOption,
  nestedOption,
  pathOption,
  recordOption,
  textOption,
  wholeNumberOption,
} from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../../internal/options/options-schema.js';
import { cacheOption, providersOption } from '../../providers/provider-option.js';
import { storeOption } from '../../store/store-option.js';
import type { Clock } from '../clock.js';
import { exposureOptions } from '../exposure/exposure.options.js';
import type { FlagLogger } from '../flag-logger.js';
import { observersOption } from '../observing/observers-option.js';
import { usageOption } from '../usage/usage.options.js';
import { bucketersOption } from './bucketers-option.js';
import { externalFlagsOption } from './external-flags-option.js';
import type { FlagManagerOptions } from './flag-manager.options.js';

const EXTENSION_NAME = /^\w{1,64}$/;
const EXTENSION_NAMES = 'names of up to 64 letters, digits and "_"';
const EXTENSIONS = `functions by ${EXTENSION_NAMES}`;

/** The longest accepted timeout: longer ones are probably meant as milliseconds. */
export const LONGEST_WAIT = '10m';

export const clockOption = objectOption<Clock>({
  what: 'a clock',
  methods: ['now', 'schedule'],
  remedy: 'Use new ManualClock() from "nestjs-feature-flags/testing"',
});

export const loggerOption = objectOption<FlagLogger>({
  what: 'a logger',
  methods: ['log', 'warn', 'error'],
  remedy: 'Use new Logger("FeatureFlags") from "@nestjs/common"',
});

/** A reader for each option of the manager. */
export const managerOptionReaders = {
  enabled: booleanOption,
  initialFlags: definitionsOption,
  initialSegments: definitionsOption,
  providers: providersOption,
  cacheTtl: secondsOption('8760h'),
  cache: cacheOption,
  cacheNamespace: textOption(FlagLimits.nameLength),
  defaultEnabled: booleanOption,
  bootTimeout: durationOption('1ms', LONGEST_WAIT),
  loadTimeout: durationOption('1ms', LONGEST_WAIT),
  onBootFailure: choiceOption('throw', 'defaults'),
  unknownFlags: choiceOption('error', 'warn', 'ignore'),
  store: storeOption,
  storeTimeout: durationOption('100ms', LONGEST_WAIT),
  storePoll: durationOption('100ms', '1h'),
  auditSecret: checkedElsewhere, // by AuditKeys, whose errors reveal nothing about it, not even its length
  auditSignedFrom: wholeNumberOption(1),
  bootstrapFile: pathOption,
  stickyStore: objectOption<StickyStore>({
    what: 'a sticky store',
    methods: ['get', 'set'],
    remedy: 'Use new MemoryStickyStore()',
  }),
  externalFlags: externalFlagsOption,
  operators: recordOption(EXTENSION_NAME, EXTENSIONS, functionOption()),
  strategies: recordOption(EXTENSION_NAME, EXTENSIONS, functionOption()),
  bucketers: bucketersOption(EXTENSION_NAME, EXTENSION_NAMES),
  onExposure: functionOption(),
  exposure: nestedOption(exposureOptions),
  observers: observersOption,
  usage: usageOption,
  contextSource: functionOption(),
  clock: clockOption,
  logger: loggerOption,
} satisfies OptionReaders<FlagManagerOptions>;

export const managerOptions = new OptionsSchema<FlagManagerOptions>('FlagManager', managerOptionReaders);
