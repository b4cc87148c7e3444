import type { Attributes, BatchObservableResult, Meter } from '@opentelemetry/api';
import type { FlagManagerStatus } from '../manager/flag-manager.status.js';
import type { GateDenial, ObservedManager } from '../manager/observing/flag-observer.js';
import type { AuditEntry } from '../store/audit-entry.js';
import type { CounterSeriesSet } from './counter-series.js';
import { Increments } from './increments.js';
import { createInstruments, type Instruments } from './instruments.js';
import { OwnAttribute } from './semantic-conventions.js';

export interface ManagerMetricsOptions {
  readonly meter: Meter;
  readonly manager: ObservedManager;
  /** The counts of evaluations. */
  readonly series: CounterSeriesSet;
  /** The counts of calls that gates have denied. */
  readonly denials: CounterSeriesSet;
  /** The attributes of all series. */
  readonly common: Attributes;
}

const OUTCOMES = ['delivered', 'failed', 'dropped'] as const;

/**
 * The metrics of one manager. Counts are kept by the manager and added to the instruments when metrics are collected.
 * Counters are synchronous, so that what was counted survives the manager, and managers with the same attributes add up.
 */
export class ManagerMetrics {
  readonly #options: ManagerMetricsOptions;
  readonly #instruments: Instruments;
  readonly #failures = new Increments();
  readonly #events = new Increments();

  constructor(options: ManagerMetricsOptions) {
    this.#options = options;
    this.#instruments = createInstruments(options.meter);
    options.meter.addBatchObservableCallback(this.#collect, [this.#instruments.sourceStaleness]);
  }

  /** Records a change that is in force. */
  change({ action, time }: AuditEntry): void {
    const { manager, common } = this.#options;
    const { changes, changeDelay } = this.#instruments;
    changes.add(1, { ...common, [OwnAttribute.ChangeAction]: action });
    const delay = (manager.now() - Date.parse(time)) / 1000;
    changeDelay.record(Math.max(0, delay), common); // another host's clock may be ahead
  }

  /** Counts a call that a gate has denied. */
  denial({ place }: GateDenial): void {
    this.#options.denials.of(place, { [OwnAttribute.GatePlace]: place }).pending++;
  }

  /** Adds the last counts, and stops observing the manager. */
  close(): void {
    const { meter } = this.#options;
    meter.removeBatchObservableCallback(this.#collect, [this.#instruments.sourceStaleness]);
    this.#addCounts(this.#options.manager.status());
  }

  readonly #collect = (result: BatchObservableResult): void => {
    const { manager, common } = this.#options;
    const status = manager.status();
    this.#addCounts(status);
    for (const { name, state, since } of status.providers) {
      const seconds = state === 'loaded' ? 0 : Math.max(0, manager.now() - Date.parse(since)) / 1000;
      result.observe(this.#instruments.sourceStaleness, seconds, { ...common, [OwnAttribute.SourceName]: name });
    }
  };

  #addCounts({ providers, exposure }: FlagManagerStatus): void {
    const { series, denials, common } = this.#options;
    const { evaluations, gateDenials, sourceFailures, exposureEvents } = this.#instruments;
    series.flush(evaluations);
    denials.flush(gateDenials);
    for (const { name, failures } of providers) {
      const increment = this.#failures.of(name, failures);
      if (increment > 0) sourceFailures.add(increment, { ...common, [OwnAttribute.SourceName]: name });
    }
    if (exposure === undefined) return;
    for (const outcome of OUTCOMES) {
      const increment = this.#events.of(outcome, exposure[outcome]);
      if (increment > 0) exposureEvents.add(increment, { ...common, [OwnAttribute.DeliveryOutcome]: outcome });
    }
  }
}
