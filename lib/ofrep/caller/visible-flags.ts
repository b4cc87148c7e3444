import type { Flag } from '../../engine/flag.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import type { FlagSetReader } from '../../manager/reading/flag-set-reader.js';
import { topicLogger } from '../../manager/topic-logger.js';
import type { OfrepCaller } from './ofrep-caller.js';

/** Decides whether a caller may see a flag that is marked `client: true`. */
export type OfrepVisibility = (flag: Flag, caller: OfrepCaller) => boolean;

export interface VisibleFlagsOptions {
  readonly flagSet: Pick<FlagSetReader, 'definitions'>;
  readonly visibility: OfrepVisibility;
  readonly logger: FlagLogger;
}

/** The flags that a caller may see: those that are marked `client: true` and pass the visibility predicate. */
export class VisibleFlags {
  readonly #options: VisibleFlagsOptions;
  readonly #reporter: BoundedReporter;

  constructor(options: VisibleFlagsOptions) {
    this.#options = options;
    this.#reporter = new BoundedReporter(
      (line) => topicLogger(options.logger, 'ofrep-visibility-failed').error(line),
      'failures of "visibility"',
    );
  }

  /** All flags that a caller may see, by key. */
  all(caller: OfrepCaller): readonly Flag[] {
    const visible: Flag[] = [];
    for (const flag of this.#options.flagSet.definitions.flags.values()) {
      if (this.#isVisible(flag, caller)) visible.push(flag);
    }
    return visible.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** One flag; `undefined` if there is none that the caller may see. */
  find(key: string, caller: OfrepCaller): Flag | undefined {
    const flag = this.#options.flagSet.definitions.flags.get(key);
    return flag !== undefined && this.#isVisible(flag, caller) ? flag : undefined;
  }

  #isVisible(flag: Flag, caller: OfrepCaller): boolean {
    if (flag.client !== true) return false;
    try {
      const answer: unknown = this.#options.visibility(flag, caller);
      if (typeof answer === 'boolean') return answer;
      ignoreRejection(answer);
      this.#reporter.report(`"visibility" of OfrepModule must return true or false, not ${kindOf(answer)}: ${HIDDEN}.`);
    } catch (error) {
      this.#reporter.report(`"visibility" of OfrepModule threw ${thrownName(error)}: ${HIDDEN}.`);
    }
    return false;
  }
}

const HIDDEN = 'such flags are hidden until it is fixed';
