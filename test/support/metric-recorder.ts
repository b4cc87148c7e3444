import type { Attributes } from '@opentelemetry/api';
import { DataPointType, MeterProvider, MetricReader, type MetricData } from '@opentelemetry/sdk-metrics';

class OnDemandReader extends MetricReader {
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
}

export interface RecordedPoint {
  readonly attributes: Attributes;
  /** The sum of a histogram. */
  readonly value: number;
}

/** The metrics SDK of OpenTelemetry, which collects when it is asked. */
export class MetricRecorder {
  readonly #reader = new OnDemandReader();
  readonly provider = new MeterProvider({ readers: [this.#reader] });

  /** What is collected now, by the name of the instrument. */
  async collect(): Promise<ReadonlyMap<string, MetricData>> {
    const { resourceMetrics, errors } = await this.#reader.collect();
    if (errors.length > 0) throw new AggregateError(errors, 'A callback has failed.');
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return new Map(metrics.map((metric) => [metric.descriptor.name, metric]));
  }

  /** The points of one instrument. */
  async pointsOf(name: string): Promise<RecordedPoint[]> {
    const metric = (await this.collect()).get(name);
    if (metric === undefined) return [];
    if (metric.dataPointType === DataPointType.HISTOGRAM)
      return metric.dataPoints.map(({ attributes, value }) => ({ attributes, value: value.sum ?? Number.NaN }));
    if (metric.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM) return [];
    return metric.dataPoints.map(({ attributes, value }) => ({ attributes, value }));
  }
}
