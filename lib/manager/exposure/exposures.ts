import type { FlagContext } from '../../engine/flag-context.js';
import type { Flag } from '../../engine/flag.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { EvaluatorWrapper } from '../reading/observed-flag.js';
import { topicLogger } from '../topic-logger.js';
import { EventDelivery } from './event-delivery.js';
import { EventTracker } from './event-tracker.js';
import { ExposedFlag } from './exposed-flag.js';
import type { ExposureStatus } from './exposure-status.js';
import { ExposureWindow } from './exposure-window.js';
import type { ResolvedExposureOptions } from './resolve-exposure-options.js';
import type { TrackingDetails } from './tracking-details.js';

/** Records who was served what, and what they did, for the sink of the application. */
export class Exposures {
  readonly #window: ExposureWindow;
  readonly #delivery: EventDelivery;
  readonly #tracker: EventTracker;
  readonly #now: () => number;
  readonly #failures: BoundedReporter;

  constructor(options: ResolvedExposureOptions, clock: Clock, logger: FlagLogger) {
    const window = new ExposureWindow({ size: options.windowSize, length: options.window, clock });
    this.#window = window;
    this.#delivery = new EventDelivery({
      options,
      undelivered: (events) => {
        for (const { flagKey, targetingKey } of events) if (flagKey !== undefined) window.expire(flagKey, targetingKey);
      },
      clock,
      logger,
    });
    this.#now = () => clock.now();
    this.#tracker = new EventTracker({ delivery: this.#delivery, now: this.#now, logger });
    this.#failures = new BoundedReporter(
      (problem) => topicLogger(logger, 'evaluation-failed').error(problem),
      'exposures that cannot be recorded',
    );
  }

  /** Records the answers that evaluators serve to code. @param flags the definitions in force */
  recorder(flags: ReadonlyMap<string, Flag>): EvaluatorWrapper {
    const parts = {
      window: this.#window,
      delivery: this.#delivery,
      now: this.#now,
      report: (problem: string) => this.#failures.report(problem),
    };
    return (key, evaluator) => ExposedFlag.wrap(flags.get(key), evaluator, parts);
  }

  track(name: string, context: FlagContext, details: number | TrackingDetails | undefined): void {
    this.#tracker.track(name, context, details);
  }

  flush(): Promise<void> {
    return this.#delivery.flush();
  }

  status(): ExposureStatus {
    return { ...this.#delivery.counts, ignored: this.#tracker.ignored };
  }

  /** Delivers the remaining events; never rejects, and takes no longer than the `timeout`. */
  async close(): Promise<void> {
    this.#window.close();
    await this.#delivery.close();
  }
}
