import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';

/**
 * The options of `Client` of the package `pg` that a store uses. Options that set parameters of the session, such as
 * `statement_timeout`, are not listed, because poolers reject them.
 */
export interface PostgresClientOptions {
  /** The host of the server, or the folder of its Unix socket. @default the environment variable `PGHOST`, or 'localhost' */
  readonly host?: string | undefined;
  /** The port of the server. @default the environment variable `PGPORT`, or 5432 */
  readonly port?: number | undefined;
  /** The user. @default the environment variable `PGUSER`, or the user of the system */
  readonly user?: string | undefined;
  /** The database. @default the environment variable `PGDATABASE`, or the name of the user */
  readonly database?: string | undefined;
  /** The password, or a function that returns one for each connection, such as a token of a cloud provider. */
  readonly password?: string | (() => string | Promise<string>) | undefined;
  /** Whether to use TLS, or its certificates. Not allowed if the URL has `sslmode` or another parameter for TLS. */
  readonly ssl?: boolean | ConnectionOptions | undefined;
  /**
   * Whether TLS is requested with a message of Postgres first, or begins directly.
   * @default the environment variable `PGSSLNEGOTIATION`, or 'postgres'
   */
  readonly sslnegotiation?: 'postgres' | 'direct' | undefined;
  /** Whether SCRAM authentication is bound to the TLS connection, if the server offers that. @default false */
  readonly enableChannelBinding?: boolean | undefined;
  /** Whether TCP keep-alive checks idle connections. @default true */
  readonly keepAlive?: boolean | undefined;
  /** The idle time before the first of these checks, in milliseconds. @default that of the system */
  readonly keepAliveInitialDelayMillis?: number | undefined;
  /** The name that the server shows in `pg_stat_activity`. */
  readonly application_name?: string | undefined;
  /** Creates the socket, such as with the connector of a cloud provider. */
  readonly stream?: () => Duplex | undefined;
}
