import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';

/**
 * The options of `Client` of the package `pg` that a store uses. Options that set parameters of the session, such as
 * `statement_timeout`, are not listed, because poolers reject them.
 */
export interface PostgresClientOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
  /** The password, or a function that returns one for each connection, such as a token of a cloud provider. */
  readonly password?: string | (() => string | Promise<string>) | undefined;
  /** Whether to use TLS, or its certificates. Not allowed if the URL has `sslmode` or another parameter for TLS. */
  readonly ssl?: boolean | ConnectionOptions | undefined;
  /** How TLS begins. */
  readonly sslnegotiation?: 'postgres' | 'direct' | undefined;
  readonly enableChannelBinding?: boolean | undefined;
  /** Whether the system checks idle connections. @default true */
  readonly keepAlive?: boolean | undefined;
  readonly keepAliveInitialDelayMillis?: number | undefined;
  /** The name that the server shows in `pg_stat_activity`. */
  readonly application_name?: string | undefined;
  /** Creates the socket, as the connectors of cloud providers do. */
  readonly stream?: () => Duplex | undefined;
}
