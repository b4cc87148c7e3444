import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { firstFew } from '../../internal/first-few.js';
import { LineRate } from '../../internal/line-rate.js';
import { quoted } from '../../internal/shown-text.js';
import type { Clock } from '../../manager/clock.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import type { RequestOverrideCounts } from '../../manager/scope/request-override-counts.js';
import { topicLogger, type TopicLogger } from '../../manager/topic-logger.js';
import type { TokenFault } from '../../tokens/override-token-verifier.js';

const MAX_LINES = 100;
const MAX_FLAGS = 10;
const MAX_KEYS = 1000;
const MAX_KEY = 128;
const PERIOD_MS = 60_000;

/** The reason for which a token, or one flag of a token, is ignored. */
export type IgnoredReason = TokenFault | 'flag_not_allowed';

/**
 * Counts and logs the use of override tokens: keys of flags and reasons, but no values, no tokens and no users. Uses are
 * logged up to 100 times per second, and tokens that are ignored once per minute and reason.
 */
export class RequestOverrideLog {
  readonly #uses: TopicLogger;
  readonly #faults: TopicLogger;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #rate = new LineRate(MAX_LINES);
  readonly #refused: BoundedReporter;
  readonly #flags = new Map<string, number>();
  readonly #ignored = new Map<IgnoredReason, number>();
  readonly #lines = new Map<TokenFault, { readonly loggedAt: number; readonly count: number }>();
  #requests = 0;

  /** @param logger must not throw */
  constructor(logger: FlagLogger, clock: Pick<Clock, 'now'>) {
    this.#uses = topicLogger(logger, 'request-overrides');
    this.#faults = topicLogger(logger, 'override-token-ignored');
    this.#clock = clock;
    this.#refused = new BoundedReporter((line) => this.#faults.warn(line), 'flags that tokens may not force');
  }

  addUse(keys: readonly string[]): void {
    this.#requests++;
    for (const key of keys) this.#countFlag(key);
    const { isLogged, omitted } = this.#rate.claim(this.#clock.now());
    if (omitted > 0) this.#uses.log(`A token forced flags for ${omitted} more requests, which were not logged.`);
    if (!isLogged) return;
    const shown = firstFew(keys, MAX_FLAGS, (key) => quoted(key, MAX_KEY));
    this.#uses.log(`A token forced these flags for one request: ${shown.join(', ')}`);
  }

  addIgnoredFlag(key: string): void {
    increment(this.#ignored, 'flag_not_allowed');
    this.#refused.report(
      `A token cannot force the flag ${quoted(key, MAX_KEY)}, because the option "flags" of requestOverrides does not allow it.`,
    );
  }

  addIgnoredToken(reason: TokenFault): void {
    const count = increment(this.#ignored, reason);
    const now = this.#clock.now();
    const last = this.#lines.get(reason);
    if (last !== undefined && Math.abs(now - last.loggedAt) < PERIOD_MS) return;
    const others = last === undefined ? 0 : count - last.count - 1;
    this.#lines.set(reason, { loggedAt: now, count });
    const more = others === 0 ? '' : ` (and ${others} more since the last such line)`;
    this.#faults.warn(`An override token was ignored: ${reason}${more}. Further ones are counted in "status()".`);
  }

  counts(): RequestOverrideCounts {
    return {
      requests: this.#requests,
      flags: Object.fromEntries(this.#flags),
      ignored: Object.fromEntries(this.#ignored),
    };
  }

  #countFlag(key: string): void {
    if (this.#flags.has(key) || this.#flags.size < MAX_KEYS) increment(this.#flags, key);
  }
}

function increment<K>(counts: Map<K, number>, key: K): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
