import { isFlagKey } from '../../engine/flag-key.js';
import type { SnapshotEvaluator } from '../reading/flag-entry.js';
import type { UndefinedFlags } from '../reading/missing-flags.js';
import { ExternalFlag } from './external-flag.js';
import type { ExternalFlags } from './external-flags.js';

/** Creates the evaluators of flags that this module does not define, but the external provider may. */
export class ExternalEvaluators implements UndefinedFlags {
  readonly #external: ExternalFlags;
  readonly #missing: UndefinedFlags;

  constructor(external: ExternalFlags, missing: UndefinedFlags) {
    this.#external = external;
    this.#missing = missing;
  }

  evaluator(key: unknown, overrides?: SnapshotEvaluator): SnapshotEvaluator {
    if (!isFlagKey(key)) return this.#missing.evaluator(key, overrides);
    return new ExternalFlag({ key, external: this.#external, overrides, missing: this.#missing.evaluator(key) });
  }
}
