import { BoundedReporter } from '../../internal/bounded-reporter.js';
import type { FlagLogger } from '../flag-logger.js';
import { UnknownFlagError } from '../manager.errors.js';

/** `error`: refused; `warn`: made, and logged; `ignore`: made. */
export type UnknownFlagsPolicy = 'error' | 'warn' | 'ignore';

export interface UnknownFlagsOptions {
  readonly policy: UnknownFlagsPolicy;
  /** Whether no definition has this key, and every source has been read. */
  readonly isUnknown: (key: string) => boolean;
  readonly logger: Pick<FlagLogger, 'warn'>;
}

/**
 * Overrides of flags that no definition knows. They may come before their flag; more likely the key is misspelt, and the
 * kill switch switches nothing off.
 */
export class UnknownFlags {
  readonly #options: UnknownFlagsOptions;
  readonly #reporter: BoundedReporter;

  constructor(options: UnknownFlagsOptions) {
    this.#options = options;
    const { logger } = options;
    this.#reporter = new BoundedReporter((problem) => logger.warn(problem), 'overrides of flags that are not known,');
  }

  /** @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with the policy `error`, when the flag is not known */
  assertKnown(key: string): void {
    const { policy, isUnknown } = this.#options;
    if (policy !== 'error' || !isUnknown(key)) return;
    throw new UnknownFlagError(
      `No definition of a flag "${key}" is known, so that nothing was overridden: check the key, or define the flag first. ` +
        'The option "unknownFlags" says what this means.',
    );
  }

  /** To be called with what was done to a flag: the log tells of each of the first 100 that are not known, and counts the others. */
  note(key: string, done: string): void {
    const { policy, isUnknown } = this.#options;
    if (policy === 'ignore' || !isUnknown(key)) return;
    this.#reporter.report(
      `Flag "${key}" ${done}, but no definition of it is known: check the key, or define the flag.`,
    );
  }
}
