import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { quoted } from '../../internal/shown-text.js';
import type { FlagLogger } from '../flag-logger.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import { MissingFlag, type Counter } from './missing-flag.js';

export const MAX_KEYS = 1000;
const MAX_LENGTH = 128; // of a legal key

/**
 * What is known of a flag that has no definition in force: `rejected` when it has one that cannot be used, `unread` when a
 * source that may define it has not been read, else `unknown`.
 */
export type FlagKnowledge = 'rejected' | 'unread' | 'unknown';

/** Counts the questions for flags that nobody defines, and warns once for each; bounded, whatever callers ask for. */
export class MissingFlags {
  /** Whether questions count: before the first definitions are there, they do not. */
  isCounting = false;
  readonly #counters = new Map<string, Counter>();
  readonly #reporter: BoundedReporter;
  readonly #knowledge: (key: string) => FlagKnowledge;

  constructor(logger: FlagLogger, knowledge: (key: string) => FlagKnowledge = () => 'unknown') {
    this.#knowledge = knowledge;
    this.#reporter = new BoundedReporter(
      (problem) => logger.warn(problem),
      'questions for flags that are not defined,',
    );
  }

  /**
   * The evaluator of a key without a definition: its answer is `undefined`, and is counted.
   *
   * @param overrides the overrides of this key, if any, which are asked first
   */
  evaluator(key: unknown, overrides?: SnapshotEvaluator): SnapshotEvaluator {
    return new MissingFlag(this, typeof key === 'string' ? bounded(key) : undefined, overrides);
  }

  /** How often each of the first 1,000 unknown keys was asked for. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counters].map(([name, { count }]) => [name, count]));
  }

  /** The counter of a key, which is the same for all who ask. */
  counter(name: string | undefined): Counter {
    if (name === undefined) return UNCOUNTED;
    const known = this.#counters.get(name);
    if (known !== undefined) return known;
    const knowledge = this.#knowledge(name);
    this.#reporter.report(`Flag ${quoted(name)} ${STANDINGS[knowledge]}: its default answers.`);
    if (knowledge === 'rejected') return UNCOUNTED; // it is defined
    if (this.#counters.size >= MAX_KEYS) return UNCOUNTED;
    const counter = { count: 0 };
    this.#counters.set(name, counter);
    return counter;
  }
}

const STANDINGS = {
  rejected: 'is defined, but its definition is rejected, see the problems in "status()"',
  unread: 'is not defined by any provider that could be read',
  unknown: 'is not defined by any provider',
} satisfies Record<FlagKnowledge, string>;

/** Built anew where it is cut: a slice would keep the whole text alive. */
function bounded(key: string): string {
  return key.length <= MAX_LENGTH ? key : Array.from(key.slice(0, MAX_LENGTH)).join('');
}

/** For what is no key, and for keys beyond the bound; nobody reads it. */
const UNCOUNTED: Counter = { count: 0 };
