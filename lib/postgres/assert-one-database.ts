import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import type { PostgresClientOptions } from './postgres-client-options.js';

/** The options that lead to a database. */
export interface DatabaseChoice {
  readonly url?: string | undefined;
  readonly clientOptions?: PostgresClientOptions | undefined;
  readonly pool?: object | undefined;
  readonly database?: object | undefined;
  readonly listen?: string | false | undefined;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when options lead to no database, or to more than one */
export function assertOneDatabase({ url, clientOptions, pool, database, listen }: DatabaseChoice): void {
  const hasServer = url !== undefined || clientOptions !== undefined;
  const given = [hasServer, pool !== undefined, database !== undefined].filter(Boolean).length;
  if (given === 0) {
    throw invalid(
      'url',
      'is missing: give a URL such as "postgres://localhost:5432/shop", a Pool of the package "pg" as "pool", or ' +
        'another library as "database"',
    );
  }
  if (given > 1) {
    const name = database === undefined ? 'pool' : 'database';
    throw invalid(name, 'cannot be combined with another of "url" (or "clientOptions"), "pool" and "database"');
  }
  if (url !== undefined && clientOptions !== undefined) assertNoOverlap(url, clientOptions);
  if (typeof listen === 'string' && clientOptions?.ssl !== undefined && TLS_IN_URL.test(listen)) {
    throw invalid(
      'clientOptions',
      'cannot contain "ssl", because the URL of "listen" sets TLS: leave it out of one of the two',
    );
  }
}

/** Options that the package `pg` takes from a URL even if that does not contain them, so that they would be ignored. */
const IN_URL = ['host', 'port', 'user', 'password', 'database'] as const;

/** The parameters of a URL that replace the option `ssl`. */
const TLS_IN_URL = /[?&]ssl(?:mode|cert|key|rootcert|negotiation)?=/;

function assertNoOverlap(url: string, clientOptions: PostgresClientOptions): void {
  const ignored: string[] = IN_URL.filter((name) => clientOptions[name] !== undefined);
  if (clientOptions.ssl !== undefined && TLS_IN_URL.test(url)) ignored.push('ssl');
  if (ignored.length === 0) return;
  const names = ignored.map((name) => `"${name}"`).join(', ');
  throw invalid('clientOptions', `cannot contain ${names}, because the URL does: leave them out of one of the two`);
}

function invalid(name: string, message: string): InvalidOptionsError {
  return new InvalidOptionsError(`Option "${name}" of PostgresStore ${message}.`);
}
