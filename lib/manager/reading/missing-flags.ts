import { topicLogger } from '../topic-logger.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { didYouMean } from '../../internal/nearest-name.js';
import { quoted } from '../../internal/shown-text.js';
import type { FlagLogger } from '../flag-logger.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import { MissingFlag, type Counter } from './missing-flag.js';

export const MAX_KEYS = 1000;
const MAX_LENGTH = 128; // of a valid key

/**
 * The reason why a flag has no definition in force: `rejected` if its definition is invalid, `unread` if a provider
 * that may define it has not been read, else `unknown`.
 */
export type MissingFlagCause = 'rejected' | 'unread' | 'unknown';

/** Creates the evaluators of flags without a definition in force. */
export interface UndefinedFlags {
  /**
   * The evaluator of a key without a definition, which returns `undefined` if there is no other answer.
   *
   * @param overrides evaluates what overrides or forces this key, if anything does; it is called first
   */
  evaluator(key: unknown, overrides?: SnapshotEvaluator): SnapshotEvaluator;
}

/** Counts evaluations of undefined flags, and warns once about each. The number of keys is bounded. */
export class MissingFlags implements UndefinedFlags {
  /** Whether evaluations are counted; `false` before the first definitions are loaded. */
  isCounting = false;
  readonly #counters = new Map<string, Counter>();
  readonly #reporter: BoundedReporter;
  readonly #causeOf: (key: string) => MissingFlagCause;
  readonly #definedKeys: () => Iterable<string>;

  /**
   * @param causeOf determines why a flag has no definition in force. @default it is unknown
   * @param definedKeys the keys of all flags, one of which may have been intended. @default none
   */
  constructor(
    logger: FlagLogger,
    causeOf: (key: string) => MissingFlagCause = () => 'unknown',
    definedKeys: () => Iterable<string> = () => [],
  ) {
    this.#causeOf = causeOf;
    this.#definedKeys = definedKeys;
    this.#reporter = new BoundedReporter(
      (problem) => topicLogger(logger, 'undefined-flag').warn(problem),
      'evaluations of undefined flags',
    );
  }

  /**
   * The evaluator of a key without a definition. It returns `undefined` and counts the evaluation.
   *
   * @param overrides evaluates what overrides or forces this key, if anything does; it is called first
   */
  evaluator(key: unknown, overrides?: SnapshotEvaluator): SnapshotEvaluator {
    return new MissingFlag(this, typeof key === 'string' ? bounded(key) : undefined, overrides);
  }

  /** How often each of the first 1,000 unknown keys was evaluated. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counters].map(([name, { count }]) => [name, count]));
  }

  /** The counter of a key, which all its evaluators share. */
  counter(name: string | undefined): Counter {
    if (name === undefined) return UNCOUNTED;
    const known = this.#counters.get(name);
    if (known !== undefined) return known;
    const cause = this.#causeOf(name);
    this.#reporter.report(`Flag ${quoted(name)} ${CAUSES[cause]}, so its default is returned.`, () =>
      cause === 'unknown' ? didYouMean(name, this.#definedKeys()) : '',
    );
    if (cause === 'rejected') return UNCOUNTED; // it is defined
    if (this.#counters.size >= MAX_KEYS) return UNCOUNTED;
    const counter = { count: 0 };
    this.#counters.set(name, counter);
    return counter;
  }
}

const CAUSES = {
  rejected: 'is defined, but its definition is rejected (see "status()")',
  unread: 'is not defined by any provider that could be read',
  unknown: 'is not defined by any provider',
} satisfies Record<MissingFlagCause, string>;

/** Cuts a key. The text is rebuilt, because a slice would keep the whole text in memory. */
function bounded(key: string): string {
  return key.length <= MAX_LENGTH ? key : Array.from(key.slice(0, MAX_LENGTH)).join('');
}

/** The shared counter for invalid keys and for keys over the limit; it is never read. */
const UNCOUNTED: Counter = { count: 0 };
