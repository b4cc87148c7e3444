import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import { firstFew } from '../../internal/first-few.js';
import { LineRate } from '../../internal/line-rate.js';
import { quoted, shownText } from '../../internal/shown-text.js';
import type { Clock } from '../../manager/clock.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import { topicLogger, type TopicLogger } from '../../manager/topic-logger.js';

const MAX_LINES = 100;
const MAX_FLAGS = 10;
const MAX_PLACE = 200;
const MAX_KEY = 128; // a guard may take the key from a request

/** A call that a closed gate has denied. */
export interface Denial {
  /** The class and method that were called. */
  readonly place: string;
  /** The flags of the gate; none when its requirement is invalid. */
  readonly flags: readonly string[];
  /** The context for which they were evaluated; `undefined` outside requests. */
  readonly context: FlagContext | undefined;
  /** Evaluates one of the flags. */
  readonly evaluate: (flag: string) => FlagEvaluation;
}

/**
 * Writes a debug line for each denied call: its place, the flags with their reasons, and whether there was a user, but
 * no attributes and no ids. At most 100 lines per second are written; the others are counted.
 */
export class DenialLog {
  readonly #logger: TopicLogger;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #rate = new LineRate(MAX_LINES);

  /** @param logger must not throw */
  constructor(logger: FlagLogger, clock: Pick<Clock, 'now'>) {
    this.#logger = topicLogger(logger, 'denied-call');
    this.#clock = clock;
  }

  add({ place, flags, context, evaluate }: Denial): void {
    if (!this.#claimLine()) return;
    const shown = firstFew(flags, MAX_FLAGS, (flag) => {
      const { key, enabled, reason, prerequisite } = evaluate(flag);
      const because = prerequisite === undefined ? reason : `${reason}: ${quoted(prerequisite, MAX_KEY)}`;
      return `${quoted(key, MAX_KEY)} ${enabled ? 'on' : 'off'} (${because})`;
    });
    const why = shown.length === 0 ? 'the requirement is invalid' : shown.join(', ');
    this.#logger.debug(`Denied ${shownText(place, MAX_PLACE)}: ${why}; user: ${presence(context)}`);
  }

  /** Counts a line. Returns whether it may be written. */
  #claimLine(): boolean {
    const { isLogged, omitted } = this.#rate.claim(this.#clock.now());
    if (omitted > 0) this.#logger.debug(`${omitted} more denials were not logged.`);
    return isLogged;
  }
}

function presence(context: FlagContext | undefined): string {
  if (context === undefined) return 'no';
  if (isFailedContext(context)) return 'unknown';
  if (context.userId !== undefined) return 'yes';
  return context.userAttributes === undefined ? 'no' : 'without an id';
}
