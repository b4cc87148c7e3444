import type { Client, ClientConfig } from 'pg';
import { optionalPackage } from '../../internal/optional-package.js';
import { rejectedClientOptions } from '../../internal/options/rejected-client-options.js';
import type { PostgresClientOptions } from '../postgres-client-options.js';

/** The address of a database, and how clients connect to it. */
export interface ClientSettings {
  readonly url?: string | undefined;
  readonly clientOptions?: PostgresClientOptions | undefined;
  /** The timeout of connecting, in milliseconds. */
  readonly timeout: number;
}

/** @throws {MissingPackageError} (`MISSING_PACKAGE`) when `pg` is not installed */
export async function loadPg() {
  return await optionalPackage('pg', 'keep flags in Postgres', () => import('pg'));
}

/**
 * Creates a client, which is not connected yet.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the package rejects its options
 */
export async function createClient(settings: ClientSettings): Promise<Client> {
  const { Client } = await loadPg();
  try {
    return new Client(clientConfig(settings)); // reads the certificates that a URL names
  } catch (error) {
    throw rejectedClientOptions('The package "pg" rejects the options of PostgresStore', error, settings.url);
  }
}

/** The options of a client. They contain no parameters of the session, which poolers reject. */
export function clientConfig({ url, clientOptions = {}, timeout }: ClientSettings): ClientConfig {
  return {
    keepAlive: true,
    ...clientOptions,
    password: clientOptions.password, // not enumerable in the options of a pool
    ...(url === undefined ? {} : { connectionString: url }),
    connectionTimeoutMillis: timeout,
    query_timeout: undefined, // the store has a timeout of its own, after which it closes the connection
    pipeline: false, // a statement that hangs would hold back the others
  };
}
