import { Logger } from '@nestjs/common';
import { BoundedReporter } from '../internal/bounded-reporter.js';
import { quoted } from '../internal/shown-text.js';
import type { FlagLogger } from '../manager/flag-logger.js';
import { safeLogger } from '../manager/safe-logger.js';
import { topicLogger } from '../manager/topic-logger.js';
import type { FeatureFlagsConfig } from './feature-flags.options.js';

/** Warns once of each variant that was served, but has no method in a `@VariantHandler`. */
export class UnhandledVariants {
  readonly #reporter: BoundedReporter;

  constructor(logger: Pick<FlagLogger, 'warn'>) {
    const log = topicLogger(logger, 'unhandled-variant');
    this.#reporter = new BoundedReporter((problem) => log.warn(problem), 'variants without a method');
  }

  report(key: string, variant: string, place: string): void {
    this.#reporter.report(
      `Flag ${quoted(key)} serves the variant ${quoted(variant)}, for which ${place} has no method, so the method of its ` +
        '"default" runs, or else the decorated method itself.',
    );
  }
}

/** Creates the report of an application from the options of the module. */
export function reportUnhandledVariants({
  logger = new Logger('FeatureFlags'),
}: FeatureFlagsConfig): UnhandledVariants {
  return new UnhandledVariants(safeLogger(logger));
}
