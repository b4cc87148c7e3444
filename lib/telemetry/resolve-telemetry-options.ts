import type { MeterProvider } from '@opentelemetry/api';
import {
  openTelemetryOptions,
  type HashedContextId,
  type OpenTelemetryObserverOptions,
} from './open-telemetry.options.js';

/** The options with all defaults. */
export interface ResolvedTelemetryOptions {
  readonly setId: string | undefined;
  readonly spanEvents: boolean;
  readonly sampleRatio: number;
  readonly maxEventsPerSpan: number;
  readonly contextId: 'plain' | HashedContextId | undefined;
  readonly values: boolean;
  readonly metrics: boolean;
  readonly maxSeries: number;
  readonly meterProvider: MeterProvider | undefined;
}

/**
 * Validates the options and adds the defaults, which are defined only here.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export function resolveTelemetryOptions(given: OpenTelemetryObserverOptions): ResolvedTelemetryOptions {
  const options = openTelemetryOptions.read(given);
  return Object.freeze({
    setId: options.setId,
    spanEvents: options.spanEvents ?? true,
    sampleRatio: options.sampleRatio ?? 1,
    maxEventsPerSpan: options.maxEventsPerSpan ?? 32,
    contextId: options.contextId,
    values: options.values ?? false,
    metrics: options.metrics ?? true,
    maxSeries: options.maxSeries ?? 1000,
    meterProvider: options.meterProvider,
  });
}
