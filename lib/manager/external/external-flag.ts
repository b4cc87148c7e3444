import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { SnapshotEvaluator } from '../reading/flag-entry.js';
import type { ExternalFlags } from './external-flags.js';

export interface ExternalFlagOptions {
  readonly key: string;
  readonly external: Pick<ExternalFlags, 'find' | 'reportMissing'>;
  /** Evaluates what overrides or forces this key, if anything does; it is called first. */
  readonly overrides: SnapshotEvaluator | undefined;
  /** Counts evaluations of a flag that the provider does not define either. */
  readonly missing: SnapshotEvaluator;
}

/** A flag that this module does not define: it has the answer of the external provider, unless it is overridden. */
export class ExternalFlag implements SnapshotEvaluator {
  readonly #options: ExternalFlagOptions;

  constructor(options: ExternalFlagOptions) {
    this.#options = options;
  }

  evaluate(context: FlagContext): FlagEvaluation | undefined {
    const { key, external, overrides, missing } = this.#options;
    const forced = overrides?.evaluate(context);
    if (forced !== undefined) return forced;
    const found = external.find(key, context);
    if (typeof found === 'object') return found;
    if (found === 'not_found' || found === 'defined_here') return missing.evaluate(context);
    external.reportMissing(key, found);
    return undefined;
  }
}
