import { milliseconds, type Duration } from '../internal/duration.js';
import { durationOption } from '../internal/options/duration-option.js';
import { choiceOption, functionOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';

export interface ChainedProviderOptions {
  /** @default 'chained' */
  readonly name?: string | undefined;
  /**
   * What a layer that cannot be read means. `isolate`: its last good flags stay, the other layers go on, and `status`
   * reports it. `throw`: reading the chain fails. @default 'isolate'
   */
  readonly onLayerFailure?: 'isolate' | 'throw' | undefined;
  /** How long one layer may take to answer, at most 10 minutes. @default '10s' */
  readonly layerTimeout?: Duration | undefined;
  /** The clock of `status`, in milliseconds since 1970. @default Date.now */
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
  /** In milliseconds. */
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
