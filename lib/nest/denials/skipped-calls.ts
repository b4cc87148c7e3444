import { Inject, Injectable, Logger } from '@nestjs/common';
import { firstFew } from '../../internal/first-few.js';
import { quoted } from '../../internal/shown-text.js';
import { safeLogger } from '../../manager/safe-logger.js';
import { topicLogger, type TopicLogger } from '../../manager/topic-logger.js';
import { FEATURE_FLAGS_OPTIONS } from '../feature-flags-options.token.js';
import type { FeatureFlagsConfig } from '../feature-flags.options.js';

const MAX_FLAGS = 10;

/** Logs the first skipped call of each method at debug level, because a scheduled method may be skipped every second. */
@Injectable()
export class SkippedCalls {
  readonly #logger: TopicLogger;
  /** Bounded, because each is a method in the code. */
  readonly #places = new Set<string>();

  constructor(
    @Inject(FEATURE_FLAGS_OPTIONS) { logger = new Logger('FeatureFlags') }: Pick<FeatureFlagsConfig, 'logger'>,
  ) {
    this.#logger = topicLogger(safeLogger(logger), 'skipped-call');
  }

  /**
   * @param place the class and method
   * @param flags the keys of the flags that the method requires
   */
  add(place: string, flags: readonly string[]): void {
    if (this.#places.has(place)) return;
    this.#places.add(place);
    const shown = firstFew(flags, MAX_FLAGS, (flag) => quoted(flag)).join(', ');
    this.#logger.debug(
      `Skipped ${place}, because its requirement (${shown}) is not met. This is logged once for each method.`,
    );
  }
}
