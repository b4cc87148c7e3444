import type { BenchFlag, BenchFlagKind, BenchUser } from '../flags/bench-flag.js';

/** A library that answers for flags, in process and offline. */
export interface Contender {
  /** As it stands in the tables. */
  readonly name: string;
  /** The npm packages whose versions the report names. */
  readonly packages: readonly string[];
  /** What it has no equal of, each with the reason. It is not asked for these. */
  readonly cannot: Partial<Readonly<Record<BenchFlagKind, string>>>;
  /**
   * Opens it with all flags but those it cannot have.
   *
   * @param flags up to 10,000
   */
  open(flags: readonly BenchFlag[]): Promise<OpenContender>;
}

/** A contender with its flags loaded, as its documentation says to use it in a server. */
export interface OpenContender<C = never> {
  /** The user in the contender's own form, made once and outside of what is timed. */
  contextOf(user: BenchUser): C;
  /** Asked in a loop: the shortest way that its documentation gives. All answers are promises, or none is. */
  readonly isEnabled: (key: string, context: C, defaultValue: boolean) => boolean | Promise<boolean>;
  readonly getVariant: (key: string, context: C, defaultValue: string) => string | Promise<string>;
  /**
   * Asks for all flags at once, where there is a call for that, and tells how many answers it got. It asks anew each
   * time: what the contender remembers of an earlier call does not count.
   */
  readonly evaluateAll?: (context: C) => number | Promise<number>;
  /** Whether answers are promises. */
  readonly isAsync: boolean;
  close(): Promise<void> | void;
}
