/** Collects the values of a statement, and names them in its text with their types. */
export class StatementValues {
  readonly all: unknown[] = [];

  text(value: string): string {
    return `$${this.all.push(value)}::text`;
  }

  /** A whole number. It is sent as `float8`, because some libraries send numbers as `integer`, which is too small. */
  version(value: number): string {
    return `$${this.all.push(value)}::float8::bigint`;
  }
}
