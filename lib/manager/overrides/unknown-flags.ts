import { topicLogger } from '../topic-logger.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { didYouMean } from '../../internal/nearest-name.js';
import type { FlagLogger } from '../flag-logger.js';
import { UnknownFlagError } from '../manager.errors.js';

/**
 * The handling of references to undefined flags: `error` rejects them, `warn` logs a warning, `ignore` accepts them.
 */
export type UnknownFlagsPolicy = 'error' | 'warn' | 'ignore';

export interface UnknownFlagsOptions {
  readonly policy: UnknownFlagsPolicy;
  /** Whether a flag is not defined although every provider has been read. */
  readonly isUnknown: (key: string) => boolean;
  /** The keys of all flags, one of which may have been intended. */
  readonly definedKeys: () => Iterable<string>;
  readonly logger: Pick<FlagLogger, 'warn'>;
}

/**
 * Handles overrides of undefined flags. The flag may be defined later, but more likely the key is misspelled, so that
 * the override would turn nothing off.
 */
export class UnknownFlags {
  readonly #options: UnknownFlagsOptions;
  readonly #reporter: BoundedReporter;

  constructor(options: UnknownFlagsOptions) {
    this.#options = options;
    const { logger } = options;
    this.#reporter = new BoundedReporter(
      (problem) => topicLogger(logger, 'override-of-an-undefined-flag').warn(problem),
      'overrides of undefined flags',
    );
  }

  /** @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with the policy `error`, when the flag is not defined */
  assertKnown(key: string): void {
    const { policy, isUnknown, definedKeys } = this.#options;
    if (policy !== 'error' || !isUnknown(key)) return;
    throw new UnknownFlagError(
      `Flag "${key}" is not defined, so nothing was overridden: check the key, or define the flag first. ` +
        `The option "unknownFlags" controls this check.${didYouMean(key, definedKeys())}`,
    );
  }

  /**
   * Warns if a flag that was overridden is not defined. The first 100 such flags are logged, further ones are counted.
   */
  note(key: string, done: string): void {
    const { policy, isUnknown, definedKeys } = this.#options;
    if (policy === 'ignore' || !isUnknown(key)) return;
    this.#reporter.report(`Flag "${key}" ${done}, but it is not defined: check the key, or define the flag.`, () =>
      didYouMean(key, definedKeys()),
    );
  }
}
