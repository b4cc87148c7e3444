import type { Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { hashSecretOption } from './hash-secret-option.js';

/** The options of how events are collected for `onExposure`. All of them have defaults. */
export interface ExposureOptions {
  /** The time during which a unit is not exposed again to the same variant of a flag; 1 second to 30 days. @default '24h' */
  readonly window?: Duration | undefined;
  /**
   * The number of pairs of a flag and a unit whose last exposure is remembered, about 200 bytes each. Recently used ones
   * are kept. @default 100,000
   */
  readonly windowSize?: number | undefined;
  /** The time for which events wait for others before they are delivered; 100 ms to 10 minutes. @default '5s' */
  readonly flushInterval?: Duration | undefined;
  /** The maximum number of events in one call of the sink; as many are delivered at once. @default 500 */
  readonly batchSize?: number | undefined;
  /** The maximum number of events that wait; further ones are dropped and counted. @default 10,000 */
  readonly queueSize?: number | undefined;
  /** The timeout of one call of the sink, and of the deliveries at shutdown in total. @default '5s' */
  readonly timeout?: Duration | undefined;
  /**
   * Replaces targeting keys by their HMAC-SHA256 in base64url, so that events contain no ids of users. 32 to 1,024
   * characters. @default targeting keys are delivered as they are
   */
  readonly hashSecret?: string | undefined;
}

export const exposureOptions = new OptionsSchema<ExposureOptions>('exposure', {
  window: durationOption('1s', '720h'),
  windowSize: wholeNumberOption(1, 10_000_000),
  flushInterval: durationOption('100ms', '10m'),
  batchSize: wholeNumberOption(1, 10_000),
  queueSize: wholeNumberOption(1, 1_000_000),
  timeout: durationOption('1ms', '10m'),
  hashSecret: hashSecretOption,
});
