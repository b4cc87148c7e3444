import type { FlagEvaluation } from './flag-evaluation.js';

/**
 * The answer of an external provider, which decides a flag that has no definition.
 *
 * @typeParam Nested the type of nested steps, of which this step has none
 */
export interface ExternalStep<Nested = never> {
  /** The kind of step. */
  readonly step: 'external';
  /** Absent: external providers are not explained further. */
  readonly steps?: readonly Nested[] | undefined;
  /** The name of the provider. */
  readonly provider: string;
  /** The provider's answer; `null` if there is none. */
  readonly answer: FlagEvaluation | null;
  /**
   * Why there is no answer: the provider does not define the flag, it has failed, the context was not prepared, or the key
   * is not among those that it is asked for. Absent if there is an answer.
   */
  readonly problem?: 'not_found' | 'failed' | 'unprepared' | 'unnamed' | undefined;
}
