import type { AttachedObserver, FlagObserver, ObservedManager } from '../manager/observing/flag-observer.js';
import { CounterSeriesSet } from './counter-series.js';
import { EventAttributes } from './event-attributes.js';
import { ManagerMetrics } from './manager-metrics.js';
import { ManagerTelemetry } from './manager-telemetry.js';
import { openTelemetryApi, type OpenTelemetryApi } from './open-telemetry-api.js';
import type { OpenTelemetryObserverOptions } from './open-telemetry.options.js';
import { ReportedAnswers } from './reported-answers.js';
import { resolveTelemetryOptions, type ResolvedTelemetryOptions } from './resolve-telemetry-options.js';
import { Attribute, PROVIDER_NAME } from './semantic-conventions.js';
import { SpanEvents } from './span-events.js';

/**
 * Reports to OpenTelemetry what managers do: evaluations as events of the active span, and metrics of evaluations, gates,
 * changes, providers and exposures. It needs the package `@opentelemetry/api`, and an SDK that is registered before the
 * application is created. One observer can be given to several managers.
 *
 * @example FeatureFlagsModule.forRoot({ initialFlags, observers: [new OpenTelemetryObserver()] })
 */
export class OpenTelemetryObserver implements FlagObserver {
  readonly #options: ResolvedTelemetryOptions;
  readonly #api: OpenTelemetryApi;

  /**
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
   * @throws {MissingPackageError} (`MISSING_PACKAGE`) when `@opentelemetry/api` is not installed
   */
  constructor(options: OpenTelemetryObserverOptions = {}) {
    this.#options = resolveTelemetryOptions(options);
    this.#api = openTelemetryApi();
  }

  /** Starts to report what a manager does; each manager that is given this observer calls it once. */
  attach(manager: ObservedManager): AttachedObserver {
    const { setId, maxSeries, metrics, meterProvider } = this.#options;
    const common = setId === undefined ? {} : { [Attribute.SetId]: setId };
    const series = new CounterSeriesSet(maxSeries, common);
    const denials = new CounterSeriesSet(maxSeries, common);
    const provider = meterProvider ?? this.#api.metrics.getMeterProvider();
    return new ManagerTelemetry({
      answers: new ReportedAnswers((key) => manager.flag(key), series),
      spans: this.#spanEvents(),
      metrics: metrics
        ? new ManagerMetrics({ meter: provider.getMeter(PROVIDER_NAME), manager, series, denials, common })
        : undefined,
    });
  }

  #spanEvents(): SpanEvents | undefined {
    const { spanEvents, sampleRatio, maxEventsPerSpan } = this.#options;
    if (!spanEvents) return undefined;
    const { trace } = this.#api;
    const attributes = new EventAttributes(this.#options);
    return new SpanEvents({ sampleRatio, maxEventsPerSpan, attributes, activeSpan: () => trace.getActiveSpan() });
  }
}
