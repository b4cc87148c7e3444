import { milliseconds, type Duration } from '../internal/duration.js';
import { durationOption } from '../internal/options/duration-option.js';
import { choiceOption, functionOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';

/** The options of `ChainedProvider`. */
export interface ChainedProviderOptions {
  /** The name of the provider. @default 'chained' */
  readonly name?: string | undefined;
  /**
   * The reaction to a layer that cannot be read. `isolate`: its last valid flags stay in force, the other layers are
   * not affected, and `status()` reports the failure. `throw`: reading the chain fails. @default 'isolate'
   */
  readonly onLayerFailure?: 'isolate' | 'throw' | undefined;
  /** The timeout of one call of a layer; at most 10 minutes. @default '10s' */
  readonly layerTimeout?: Duration | undefined;
  /** Returns the time for `status()`, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const chainOptions = new OptionsSchema<ChainedProviderOptions>('ChainedProvider', {
  name: partNameOption,
  onLayerFailure: choiceOption('isolate', 'throw'),
  layerTimeout: durationOption('1ms', '10m'),
  now: functionOption(),
});

/** The options of a chain, with their defaults. */
export interface ChainSettings {
  readonly name: string;
  readonly onLayerFailure: 'isolate' | 'throw';
  /** The timeout of one call of a layer, in milliseconds. */
  readonly layerTimeout: number;
  readonly now: () => number;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readChainSettings(options: ChainedProviderOptions): ChainSettings {
  const {
    name = 'chained',
    onLayerFailure = 'isolate',
    layerTimeout = '10s',
    now = Date.now,
  } = chainOptions.read(options);
  return { name, onLayerFailure, layerTimeout: milliseconds(layerTimeout), now };
}
