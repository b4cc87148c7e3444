import type { StickyStore } from '../allocation/sticky.js';
import type { Extensions } from '../extensions.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { Tracer } from './tracer.js';

/** Decides for one context. Synchronous and pure; throws when the context cannot be read or an extension fails. */
export type Evaluator = (context: FlagContext) => FlagEvaluation;

/** What the engine may use of the world. */
export interface EngineServices {
  /** Now, in milliseconds since 1970. */
  readonly now: () => number;
  /** Operators, strategies and bucketers of the application. @default none */
  readonly extensions?: Extensions | undefined;
  /** Remembers who was served which variant. @default nothing is remembered */
  readonly sticky?: StickyStore | undefined;
  /** Told of each extension or store that fails, and of contexts that cannot be read; holds no attribute. @default not told */
  readonly report?: ((problem: string) => void) | undefined;
  /** Writes down each step of an evaluation; absent, nothing of it is compiled in. */
  readonly tracer?: Tracer | undefined;
}

/** What the parts of one flag or segment are compiled with. */
export interface Scope extends EngineServices {
  /** The key of the flag or segment. */
  readonly key: string;
  /**
   * Whether a context is in another segment or, with `negate`, known not to be in it; `undefined` if this cannot be decided,
   * or the segment is not defined.
   */
  readonly segment: (key: string, negate?: boolean) => (context: FlagContext) => boolean | undefined;
  /** What another flag answers; `undefined` when nobody defines it. */
  readonly flag: (key: string) => (context: FlagContext) => FlagEvaluation | undefined;
}
