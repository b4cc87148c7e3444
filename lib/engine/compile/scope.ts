import type { StickyStore } from '../allocation/sticky.js';
import type { Extensions } from '../extensions.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { ForcedFlags } from '../forced-flags.js';
import type { Tracer } from './tracer.js';

/**
 * Evaluates a flag, or a part of it, for one context. Synchronous and pure; throws when the context cannot be read or
 * an extension fails.
 */
export type Evaluator = (context: FlagContext) => FlagEvaluation;

/** The services that the engine receives from outside; it has no I/O and no clock of its own. */
export interface EngineServices {
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Operators, strategies and bucketers of the application. @default none */
  readonly extensions?: Extensions | undefined;
  /** Remembers which variant each unit was served. @default nothing is remembered */
  readonly sticky?: StickyStore | undefined;
  /**
   * Receives each failure of an extension or sticky store, and each unreadable context; never contains attributes.
   * @default failures are not reported
   */
  readonly report?: ((problem: string) => void) | undefined;
  /**
   * Returns the flags that are forced for the code that runs now. Without it, nothing can be forced and no check is
   * compiled in.
   */
  readonly forced?: (() => ForcedFlags | undefined) | undefined;
  /** Records each step of an evaluation. Without it, no tracing is compiled in. */
  readonly tracer?: Tracer | undefined;
}

/** The services and references with which the parts of one flag or segment are compiled. */
export interface Scope extends EngineServices {
  /** The key of the flag or segment. */
  readonly key: string;
  /**
   * Tests whether a context is in another segment or, with `negate`, known not to be in it; `undefined` if this cannot
   * be decided or the segment is not defined.
   */
  readonly segment: (key: string, negate?: boolean) => (context: FlagContext) => boolean | undefined;
  /** Evaluates another flag; `undefined` if it is not defined. */
  readonly flag: (key: string) => (context: FlagContext) => FlagEvaluation | undefined;
}
