import type { FlagContext } from '../../engine/flag-context.js';
import type { Exposures } from './exposures.js';
import type { TrackingDetails } from './tracking-details.js';

/** The part of the manager that records what units do, and delivers what is recorded. */
export class EventTracking {
  readonly #exposures: Exposures | undefined;
  readonly #contextSource: () => FlagContext;

  /** @param exposures absent if there is no sink */
  constructor(exposures: Exposures | undefined, contextSource: () => FlagContext) {
    this.#exposures = exposures;
    this.#contextSource = contextSource;
  }

  /**
   * Records what a unit did, for `onExposure`; does nothing without it. Without `context`, it is recorded for the
   * context of the current request. Never throws: invalid events are logged and counted.
   *
   * @param event the name of the event, such as `order_placed`; up to 256 characters
   * @param details a number that belongs to the event, such as the value of an order, or {@link TrackingDetails}
   */
  track(event: string, context?: FlagContext, details?: number | TrackingDetails): void {
    this.#exposures?.track(event, context ?? this.#contextSource(), details);
  }

  /**
   * Delivers queued exposures and tracked events now, for code that may be frozen or stopped afterwards, such as a
   * serverless function. Never rejects: `status()` counts the events that were not delivered.
   */
  async flushEvents(): Promise<void> {
    await this.#exposures?.flush();
  }
}
