import type { Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';
import { booleanOption, choiceOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import { LONGEST_WAIT, loggerOption } from '../../manager/options/manager-options.schema.js';

export interface FlagContextsOptions {
  /** How long the resolver may take; at most 10 minutes. */
  readonly timeout: Duration;
  /**
   * The response to a context that cannot be resolved: all flags are off, they are evaluated as for an anonymous user,
   * or an error is thrown.
   */
  readonly onError: 'closed' | 'anonymous' | 'throw';
  readonly logger: FlagLogger;
  /** Whether each request runs within {@link FlagContexts.run}. @default true */
  readonly entersRequests?: boolean | undefined;
}

export const contextsOptions = new OptionsSchema<FlagContextsOptions>(
  'FlagContexts',
  {
    timeout: durationOption('1ms', LONGEST_WAIT),
    onError: choiceOption('closed', 'anonymous', 'throw'),
    logger: loggerOption,
    entersRequests: booleanOption,
  },
  { required: ['timeout', 'onError', 'logger'] },
);
