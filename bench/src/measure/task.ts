/** Something that is done many times in a row, and how it is known to be right. */
export interface Task {
  /** What is wrong with its answers; `undefined` when they are right. Asked before anything is timed. */
  verify(): string | undefined | Promise<string | undefined>;
  /**
   * Does it `count` times.
   *
   * @returns a sum over the answers, so that nothing of it can be left out
   */
  run(count: number): number | Promise<number>;
  /** Whether each time is awaited; such tasks are slower, and are done fewer times where times are counted. */
  readonly isAsync: boolean;
}

/** Whose tasks they are, for the tables. */
export interface About {
  readonly name: string;
  /** The npm packages behind it. */
  readonly packages: readonly string[];
  /** The tasks that it has no equal of, each with the reason. */
  readonly cannot: Readonly<Record<string, string>>;
  /** How many flags are open in it, where that is not the same for all. */
  readonly flags?: number;
}

/** What a worker process can be asked to do, by name. */
export interface TaskSet {
  readonly about: About;
  readonly tasks: Readonly<Record<string, Task>>;
  close(): Promise<void> | void;
}
