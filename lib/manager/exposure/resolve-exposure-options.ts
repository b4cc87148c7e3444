import { milliseconds } from '../../internal/duration.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { ExposureSink } from './exposure-event.js';
import type { ExposureOptions } from './exposure.options.js';

/** The resolved options, with durations in milliseconds. */
export interface ResolvedExposureOptions {
  readonly sink: ExposureSink;
  readonly window: number;
  readonly windowSize: number;
  readonly flushInterval: number;
  readonly batchSize: number;
  readonly queueSize: number;
  readonly timeout: number;
  readonly hashSecret: string | undefined;
}

/**
 * Adds the defaults to valid options, which are defined only here.
 *
 * @returns `undefined` if there is no sink
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) if options contradict each other
 */
export function resolveExposureOptions(
  sink: ExposureSink | undefined,
  options: ExposureOptions | undefined,
): ResolvedExposureOptions | undefined {
  if (sink === undefined && options === undefined) return undefined;
  if (sink === undefined) {
    throw new InvalidOptionsError(
      'Option "exposure" configures "onExposure": set it to the function that gets the events.',
    );
  }
  const { batchSize = 500, queueSize = 10_000 } = options ?? {};
  if (batchSize > queueSize) {
    throw new InvalidOptionsError(
      `Option "queueSize" of exposure must be at least the "batchSize", which is ${batchSize}; given: ${queueSize}.`,
    );
  }
  return Object.freeze({
    sink,
    window: milliseconds(options?.window ?? '24h'),
    windowSize: options?.windowSize ?? 100_000,
    flushInterval: milliseconds(options?.flushInterval ?? '5s'),
    batchSize,
    queueSize,
    timeout: milliseconds(options?.timeout ?? '5s'),
    hashSecret: options?.hashSecret,
  });
}
