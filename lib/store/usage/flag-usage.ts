/** The number of times that a flag gave one answer. */
export interface AnswerUsage {
  /** Whether the flag was on. */
  readonly enabled: boolean;
  /** The variant that was served; absent if the answer has none. */
  readonly variant?: string | undefined;
  /** The number of evaluations with this answer. */
  readonly count: number;
  /** When it was last served, in ISO 8601; accurate to the option `flushEvery`. */
  readonly lastServedAt: string;
}

/** The usage of one flag: its answers, and when it was evaluated. */
export interface FlagUsage {
  /** The flag's key. */
  readonly key: string;
  /** When the flag was first evaluated since counting began, in ISO 8601; absent if it never was. */
  readonly firstEvaluatedAt?: string | undefined;
  /** When the flag was last evaluated, in ISO 8601; absent if it never was. */
  readonly lastEvaluatedAt?: string | undefined;
  /**
   * The answers that were served, up to 256. Those that replace a decision that could not be made are not included, such
   * as that of a flag whose evaluation failed.
   */
  readonly answers: readonly AnswerUsage[];
}

/** The usage of flags by all instances that share the store. JSON; it contains no users. */
export interface FlagUsageReport {
  /** When counting began, in ISO 8601. */
  readonly since: string;
  /** The time up to which evaluations are included, in ISO 8601. */
  readonly until: string;
  /** The number of instances that have counted, including those that no longer run; a restart counts as a new one. */
  readonly instances: number;
  /** The flags, sorted by key. */
  readonly flags: readonly FlagUsage[];
}

/** The answers of one instance since its previous delta. */
export interface FlagUsageDelta {
  /** Identifies the instance. */
  readonly instance: string;
  /** The number of the delta, starting with 1. A delta that is sent again has the same number and the same content. */
  readonly sequence: number;
  /** When the instance began to count, in ISO 8601. */
  readonly since: string;
  /** When the delta was made, in ISO 8601. */
  readonly until: string;
  /** The flags that were evaluated, each once, with at most 500 answers in total. */
  readonly flags: readonly {
    /** The flag's key. */
    readonly key: string;
    /** The answers, each once; none if only answers were served that are not counted individually. */
    readonly answers: readonly Pick<AnswerUsage, 'enabled' | 'variant' | 'count'>[];
  }[];
}

/** The limits of what a store keeps. */
export const UsageLimits = {
  /** The number of different answers of one flag; further ones are not counted. */
  answers: 256,
  /** How long a flag is remembered after its last evaluation, in milliseconds: 400 days, so that yearly flags remain. */
  retention: 400 * 24 * 60 * 60 * 1000,
  /** How long the last delta of an instance is remembered, so that it is not added twice, in milliseconds: one day. */
  instanceRetention: 24 * 60 * 60 * 1000,
} as const;
