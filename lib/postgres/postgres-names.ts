/** The qualified names of everything that one store keeps in its schema, quoted for SQL. */
export class PostgresNames {
  /** The schema, quoted. */
  readonly schema: string;
  /** The channel of notifications, which has the name of the schema; not quoted. */
  readonly channel: string;
  readonly migrations: string;
  readonly position: string;
  readonly log: string;
  readonly documents: string;
  readonly sticky: string;
  readonly leases: string;
  readonly usage: string;
  readonly usageAnswers: string;
  readonly usageInstances: string;
  readonly usageSummary: string;
  /** The function that removes the oldest entries of the log. */
  readonly trimLog: string;

  /** @param schema the name of the schema, not quoted */
  constructor(schema: string) {
    const table = (name: string) => `${this.schema}."${name}"`;
    this.schema = quotedName(schema);
    this.channel = schema;
    this.migrations = table('migrations');
    this.position = table('position');
    this.log = table('log');
    this.documents = table('documents');
    this.sticky = table('sticky');
    this.leases = table('leases');
    this.usage = table('usage');
    this.usageAnswers = table('usage_answers');
    this.usageInstances = table('usage_instances');
    this.usageSummary = table('usage_summary');
    this.trimLog = table('trim_log');
  }
}

/** A name as an SQL identifier, in quotes. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
