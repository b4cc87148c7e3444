import { keyPathReader, keyReader } from '../../engine/allocation/targeting-key.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { isoTime } from '../../engine/time/iso-time.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { quoted } from '../../internal/shown-text.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../flag-logger.js';
import { topicLogger } from '../topic-logger.js';
import type { EventDelivery } from './event-delivery.js';
import { eventName, trackingDetails, type TrackingDetails } from './tracking-details.js';

export interface EventTrackerOptions {
  readonly delivery: Pick<EventDelivery, 'add' | 'drop' | 'hasRoom'>;
  readonly now: () => number;
  readonly logger: FlagLogger;
}

/** Records what units do. It never throws: a wrong number in an event must not break a checkout. */
export class EventTracker {
  readonly #options: EventTrackerOptions;
  readonly #problems: BoundedReporter;
  #ignored = 0;

  constructor(options: EventTrackerOptions) {
    this.#options = options;
    this.#problems = new BoundedReporter(
      (problem) => topicLogger(options.logger, 'event-ignored').warn(problem),
      'ignored events',
    );
  }

  /** How many events were ignored, because they were invalid or their context had no targeting key. */
  get ignored(): number {
    return this.#ignored;
  }

  track(name: string, context: FlagContext, details: number | TrackingDetails | undefined): void {
    try {
      const problem = this.#record(name, context, typeof details === 'number' ? { value: details } : details);
      if (problem !== undefined) this.#ignore(problem);
    } catch (error) {
      // The message of another error comes from a getter of the context, and may contain attributes of the user.
      const problem = error instanceof InvalidOptionsError ? error.message : `it threw ${thrownName(error)}`;
      this.#ignore(`An event of track() is ignored: ${problem}`);
    }
  }

  #record(name: string, context: FlagContext, given: TrackingDetails | undefined): string | undefined {
    const { delivery, now } = this.#options;
    const trackingEventName = eventName(name, 'The name of an event for track');
    const { bucketBy, ...details } = given === undefined ? {} : trackingDetails.read(given);
    const targetingKey = keyReader(bucketBy)(context);
    const targetingKeyPath = keyPathReader(bucketBy)(context);
    if (targetingKey === undefined || targetingKeyPath === undefined) {
      return `An event of track() is ignored: the context of ${quoted(trackingEventName)} has no targeting key.`;
    }
    if (delivery.hasRoom) {
      delivery.add({ trackingEventName, timestamp: isoTime(now()), targetingKey, targetingKeyPath, ...details });
    } else {
      delivery.drop();
    }
    return undefined;
  }

  #ignore(problem: string): void {
    this.#ignored++;
    this.#problems.report(problem);
  }
}
