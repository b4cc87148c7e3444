import type { Counter, Histogram, Meter, MetricOptions, ObservableGauge } from '@opentelemetry/api';

/** One instrument, as it is documented and created. */
export interface InstrumentDescription extends MetricOptions {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** All instruments. The table is closed: a new one needs its row in docs/guide/telemetry.md. */
export const INSTRUMENTS = {
  evaluations: {
    kind: 'counter',
    name: 'feature_flag.evaluations',
    unit: '{evaluation}',
    description: 'Answers that were served to code',
  },
  changes: {
    kind: 'counter',
    name: 'feature_flag.changes',
    unit: '{change}',
    description: 'Changes of flags, segments, overrides and schedules that are in force in this process',
  },
  changeDelay: {
    kind: 'histogram',
    name: 'feature_flag.change.delay',
    unit: 's',
    description: 'Time from when a change was recorded until it was in force in this process',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
  },
  sourceStaleness: {
    kind: 'gauge',
    name: 'feature_flag.source.staleness',
    unit: 's',
    description: 'Time for which the definitions of a provider or store have not been current; 0 if they are',
  },
  sourceFailures: {
    kind: 'counter',
    name: 'feature_flag.source.failures',
    unit: '{failure}',
    description: 'Failed reads of a provider or store, and changes that the store did not accept',
  },
  gateDenials: {
    kind: 'counter',
    name: 'feature_flag.gate.denials',
    unit: '{call}',
    description: 'Calls that a closed gate has denied',
  },
  exposureEvents: {
    kind: 'counter',
    name: 'feature_flag.exposure.events',
    unit: '{event}',
    description: 'Exposures and tracked events, by outcome',
  },
} satisfies Record<string, InstrumentDescription>;

export interface Instruments {
  readonly evaluations: Counter;
  readonly changes: Counter;
  readonly changeDelay: Histogram;
  readonly sourceStaleness: ObservableGauge;
  readonly sourceFailures: Counter;
  readonly gateDenials: Counter;
  readonly exposureEvents: Counter;
}

export function createInstruments(meter: Meter): Instruments {
  const counter = ({ name, unit, description }: InstrumentDescription) =>
    meter.createCounter(name, { unit, description });
  const { changeDelay, sourceStaleness } = INSTRUMENTS;
  return {
    evaluations: counter(INSTRUMENTS.evaluations),
    changes: counter(INSTRUMENTS.changes),
    changeDelay: meter.createHistogram(changeDelay.name, changeDelay),
    sourceStaleness: meter.createObservableGauge(sourceStaleness.name, sourceStaleness),
    sourceFailures: counter(INSTRUMENTS.sourceFailures),
    gateDenials: counter(INSTRUMENTS.gateDenials),
    exposureEvents: counter(INSTRUMENTS.exposureEvents),
  };
}
