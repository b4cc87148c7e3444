import type { MeterProvider } from '@opentelemetry/api';
import { booleanOption, option, textOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { objectOption } from '../internal/options/object-option.js';
import { OptionsSchema, type OptionReader } from '../internal/options/options-schema.js';
import { hashSecretOption } from '../manager/exposure/hash-secret-option.js';

/** The secret with which targeting keys are hashed. */
export interface HashedContextId {
  /** 32 to 1,024 characters; the same as in the option `exposure` for the same hashes. */
  readonly hashSecret: string;
}

/** The options of `OpenTelemetryObserver`. All of them have defaults. */
export interface OpenTelemetryObserverOptions {
  /**
   * Identifies the flags of a manager among those of others: the attribute `feature_flag.set.id`. Up to 256 characters.
   * Managers of one process that report to the same `meterProvider` need different ones. @default the attribute is absent
   */
  readonly setId?: string | undefined;
  /** Whether evaluations are recorded as events of the active span. @default true */
  readonly spanEvents?: boolean | undefined;
  /** The share of traces, 0 to 1, whose spans get events. It is the same traces on all instances. @default 1 */
  readonly sampleRatio?: number | undefined;
  /** The maximum number of events of one span; 1 to 1,000. @default 32 */
  readonly maxEventsPerSpan?: number | undefined;
  /**
   * How events identify whom a flag was evaluated for: `plain` reports the `userId`, else the `sessionId`; `{ hashSecret
   * }` reports its HMAC-SHA256 in base64url. @default events identify nobody
   */
  readonly contextId?: 'plain' | HashedContextId | undefined;
  /**
   * Whether events contain values that are numbers, or strings of up to 256 characters. Booleans of flags without
   * variants are always reported, other values never. @default false
   */
  readonly values?: boolean | undefined;
  /** Whether metrics are recorded. @default true */
  readonly metrics?: boolean | undefined;
  /**
   * The maximum number of different series of evaluations, of all flags together; the same limit applies separately to
   * denied calls. 1 to 100,000. Further series are counted together, with the attribute `otel.metric.overflow`. @default 1,000
   */
  readonly maxSeries?: number | undefined;
  /** The receiver of metrics. @default the global one, as it is when the manager is created */
  readonly meterProvider?: MeterProvider | undefined;
}

const hashedContextId = new OptionsSchema<HashedContextId>(
  'contextId',
  { hashSecret: hashSecretOption },
  { required: ['hashSecret'] },
);

const plainContextId = option<'plain'>((value) => value === 'plain', 'must be "plain" or { hashSecret }');

const contextIdOption: OptionReader<'plain' | HashedContextId> = (value, place) =>
  typeof value === 'object' ? hashedContextId.read(value) : plainContextId(value, place);

export const openTelemetryOptions = new OptionsSchema<OpenTelemetryObserverOptions>('OpenTelemetryObserver', {
  setId: textOption(256),
  spanEvents: booleanOption,
  sampleRatio: option((value) => typeof value === 'number' && value >= 0 && value <= 1, 'must be a number from 0 to 1'),
  maxEventsPerSpan: wholeNumberOption(1, 1000),
  contextId: contextIdOption,
  values: booleanOption,
  metrics: booleanOption,
  maxSeries: wholeNumberOption(1, 100_000),
  meterProvider: objectOption<MeterProvider>({
    what: 'a meter provider',
    methods: ['getMeter'],
    remedy: 'Use new MeterProvider({ readers }) from "@opentelemetry/sdk-metrics"',
  }),
});
