import type { PostgresStatements } from './connection/postgres-statements.js';
import type { PostgresNames } from './postgres-names.js';
import { leaseStatement, type Lease } from './statements/lease.statement.js';

/** The leases of a store, by the clock of the server. */
export class PostgresLeases {
  readonly #statements: Pick<PostgresStatements, 'run'>;
  readonly #names: PostgresNames;

  constructor(statements: Pick<PostgresStatements, 'run'>, names: PostgresNames) {
    this.#statements = statements;
    this.#names = names;
  }

  /** @returns whether the holder has the lease now */
  async take(lease: Lease): Promise<boolean> {
    return (await this.#statements.run(leaseStatement(this.#names, lease))).length > 0;
  }
}
