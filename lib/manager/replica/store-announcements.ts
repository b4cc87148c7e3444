import { OngoingProblem } from '../../internal/ongoing-problem.js';
import type { FlagLogger } from '../flag-logger.js';
import { topicLogger } from '../topic-logger.js';

export interface StoreAnnouncementsOptions {
  /** The store's name. */
  readonly name: string;
  readonly logger: FlagLogger;
  /** How often the store is polled, in milliseconds; `undefined` if it is not. */
  readonly poll: number | undefined;
}

/** Records whether a store announces changes, as it reports itself. */
export class StoreAnnouncements {
  readonly #absence: OngoingProblem;
  #interruption: { readonly error: unknown } | undefined;

  constructor({ name, logger, poll }: StoreAnnouncementsOptions) {
    this.#absence = new OngoingProblem({
      report: (reason) =>
        topicLogger(logger, 'changes-not-announced').warn(
          `Flag store "${name}" does not announce changes${poll === undefined ? '' : ` and is polled every ${poll} ms`}: ${reason}.`,
        ),
      resolved: () => logger.log(`Flag store "${name}" announces changes now.`),
    });
  }

  /** The error that has interrupted the announcements; `undefined` if nothing did. */
  get interruption(): { readonly error: unknown } | undefined {
    return this.#interruption;
  }

  /** Why there are no announcements although the store is available; `undefined` if there are. */
  get absence(): string | undefined {
    return this.#absence.current;
  }

  markInterrupted(error: unknown): void {
    this.#interruption = { error };
  }

  markAbsent(reason: string): void {
    this.#interruption = undefined;
    this.#absence.update(reason);
  }

  markPresent(): void {
    this.#interruption = undefined;
    this.#absence.update(undefined);
  }
}
