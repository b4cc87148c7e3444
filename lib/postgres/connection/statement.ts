/** One SQL statement with its parameters: `$1` is the first value. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A row of a result: its columns by name. */
export type Row = Readonly<Record<string, unknown>>;
