import type { Definitions } from '../../engine/definitions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import type { Flag } from '../../engine/flag.js';
import { nextDefinitionChange, reachedFrom } from '../../engine/targeting/next-definition-change.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { Clock } from '../clock.js';
import type { ManagerEvents } from '../manager-events.js';
import { applicableOverrides } from '../overrides/applicable-overrides.js';
import type { OverrideSet } from '../overrides/override-set.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import type { FlagSnapshot } from './flag-snapshot.js';
import type { EvaluatorWrapper } from './observed-flag.js';

export interface FlagSetReaderOptions {
  /** The definitions in force, which are changed in place. */
  readonly definitions: Definitions;
  readonly overrides: { readonly set: OverrideSet };
  readonly snapshot: Pick<FlagSnapshot, 'evaluator'>;
  /** Counts the answers that are served. */
  readonly count: EvaluatorWrapper;
  readonly events: ManagerEvents;
  readonly clock: Clock;
  /** Whether flags can be evaluated: everything was read, or flags are disabled altogether. */
  readonly isReady: () => boolean;
}

/** Reads the flags in force for parts of the package that answer for many flags at once, such as a server of flags. */
export class FlagSetReader {
  readonly #options: FlagSetReaderOptions;
  readonly #listeners = new Set<() => void>();
  readonly #counted = new WeakMap<SnapshotEvaluator, SnapshotEvaluator>();

  constructor(options: FlagSetReaderOptions) {
    this.#options = options;
    options.events.on('flags_changed', () => this.#listeners.forEach((listener) => listener()));
  }

  /** The definitions in force; later changes are visible. */
  get definitions(): Definitions {
    return this.#options.definitions;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** Whether flags can be evaluated: the manager has started, and is not closed. */
  get isReady(): boolean {
    return this.#options.isReady();
  }

  /** Evaluates a flag without recording anything. */
  evaluate(key: string, context: FlagContext): FlagEvaluation | undefined {
    return this.#options.snapshot.evaluator(key)?.evaluate(context);
  }

  /**
   * Evaluates a flag for a caller that fetches all flags. The answer counts as a use of the flag, but no exposure is
   * recorded, because the caller may not use it.
   */
  serve(key: string, context: FlagContext): FlagEvaluation | undefined {
    const evaluator = this.#options.snapshot.evaluator(key);
    if (evaluator === undefined) return undefined;
    let counted = this.#counted.get(evaluator);
    if (counted === undefined) this.#counted.set(evaluator, (counted = this.#options.count(key, evaluator)));
    return counted.evaluate(context);
  }

  /**
   * Calls back after each change of definitions or overrides that is in force. The listener must not throw.
   *
   * @returns the function that ends the subscription
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The overrides of one flag, in the order in which they were set. */
  overridesOf(key: string): Iterable<FlagOverride> {
    return this.#options.overrides.set.ofFlag(key) ?? NO_OVERRIDES;
  }

  /** A flag, then every flag and segment that its answers depend on. */
  dependenciesOf(flag: Flag): ReadonlySet<Flag | Segment> {
    return reachedFrom(flag, this.definitions);
  }

  /**
   * The first instant after now, in milliseconds since 1970, at which the answer of a flag for a context may change only
   * because time passes; `Infinity` if there is none. See {@link nextDefinitionChange}; the end of an override counts
   * as well.
   */
  nextChange(flag: Flag, context: FlagContext): number {
    const now = this.clock.now();
    const reached = this.dependenciesOf(flag);
    let next = nextDefinitionChange(reached, now);
    for (const definition of reached) {
      const ofFlag = 'type' in definition ? this.#options.overrides.set.ofFlag(definition.key) : undefined;
      if (ofFlag === undefined) continue;
      for (const { expiresAt } of applicableOverrides(ofFlag, definition.key, context)) {
        const end = expiresAt === undefined ? Infinity : Date.parse(expiresAt);
        if (end > now) next = Math.min(next, end);
      }
    }
    return next;
  }
}

const NO_OVERRIDES: readonly FlagOverride[] = [];
