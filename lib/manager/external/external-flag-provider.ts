import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import type { Duration } from '../../internal/duration.js';

/** The part of a context that is sent to an external provider. */
export type ExternalContext = Readonly<Record<string, JsonValue>>;

/** The result of asking an external provider for one flag. */
export type ExternalResult =
  | {
      /** The provider has evaluated the flag. */
      readonly outcome: 'answer';
      /** The evaluation; its value must be JSON data. */
      readonly evaluation: Pick<FlagEvaluation, 'enabled' | 'variant' | 'value' | 'reason'>;
    }
  | {
      /** The provider does not define the flag. */
      readonly outcome: 'not_found';
    }
  | {
      /** The flag could not be evaluated. */
      readonly outcome: 'failed';
      /** A description of the failure for the log, without any data of the context. */
      readonly problem: string;
    };

/**
 * Evaluates flags that this module does not define, such as those of a vendor. It is asked before the handler of a
 * request, once for each user, and its answers are used for the rest of this request only. Implement it to connect an
 * SDK that has no OpenFeature provider.
 */
export interface ExternalFlagProvider {
  /** Names the provider in the log, in `status()` and in `explain()`. */
  readonly name: string;
  /** The keys to ask for, in addition to those that gates and decorators name. @default none */
  readonly keys?: readonly string[] | undefined;
  /** How long a request waits for all answers together; at most 10 minutes. @default '500ms' */
  readonly timeout?: Duration | undefined;
  /**
   * Returns the data to send for a context: plain JSON data. It must be a pure function, because an answer is only used
   * for contexts with the same data.
   */
  contextOf(context: FlagContext): object;
  /** Evaluates a flag for the data of {@link ExternalFlagProvider.contextOf}. A rejected promise counts as a failure. */
  evaluate(key: string, context: ExternalContext): Promise<ExternalResult>;
}
