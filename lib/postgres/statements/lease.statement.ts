import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { keyText, storedText } from '../stored-text.js';

export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** The duration of the lease. */
  readonly milliseconds: number;
}

/** Gives a lease to one holder, or extends it for that holder. There is a row if the holder has it. */
export function leaseStatement({ leases }: PostgresNames, { name, holder, milliseconds }: Lease): Statement {
  return {
    text: `
INSERT INTO ${leases} AS held (name, holder, expires_at)
  VALUES ($1::text, $2::text, clock_timestamp() + $3::float8 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
    WHERE held.holder = EXCLUDED.holder OR held.expires_at <= clock_timestamp()
  RETURNING held.name`,
    values: [keyText(name), storedText(holder), milliseconds],
  };
}
