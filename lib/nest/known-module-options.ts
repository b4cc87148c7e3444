import type { ConfigurableModuleAsyncOptions } from '@nestjs/common';
import { assertKnownOptions, type KnownOptions } from '../engine/known-options.js';
import { MANAGER_OPTIONS } from '../manager/flag-manager.options.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from './feature-flags.options.js';

const { contextSource: _resolver, ...ofManager } = MANAGER_OPTIONS; // here it is the `contextResolver`

const CONFIG = {
  ...ofManager,
  disabledResponse: true,
  contextTimeout: true,
  onContextError: true,
  externalHandlers: true,
  logDenials: true,
} satisfies KnownOptions<FeatureFlagsConfig>;

const EXTRAS = {
  isGlobal: true,
  contextResolver: true,
  ambientContext: true,
  disabledHandler: true,
  imports: true,
} satisfies KnownOptions<FeatureFlagsModuleExtras>;

/** What Nest's own builder takes for `forRootAsync`. */
const FACTORY = {
  imports: true,
  useFactory: true,
  useClass: true,
  useExisting: true,
  inject: true,
  provideInjectionTokensFrom: true,
} satisfies KnownOptions<ConfigurableModuleAsyncOptions<FeatureFlagsConfig>>;

const BESIDE = 'stands beside "useFactory" of forRootAsync, not in what it returns: it must be known before injection';
const WITHIN = 'stands in what the factory of forRootAsync returns, not beside it';

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `forRoot` is given what it does not know */
export function assertRootOptions(options: unknown): void {
  assertKnownOptions(options, { ...CONFIG, ...EXTRAS }, 'FeatureFlagsModule.forRoot');
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `forRootAsync` is given what it does not know, or elsewhere */
export function assertAsyncOptions(options: unknown): void {
  assertKnownOptions(options, { ...FACTORY, ...EXTRAS }, 'FeatureFlagsModule.forRootAsync', told(CONFIG, WITHIN));
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a factory returns what is not known, or stands elsewhere */
export function assertConfig(config: unknown): void {
  assertKnownOptions(config, CONFIG, 'FeatureFlagsModule', told(EXTRAS, BESIDE));
}

function told(options: Readonly<Record<string, true>>, place: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(options).map((name) => [name, place]));
}
