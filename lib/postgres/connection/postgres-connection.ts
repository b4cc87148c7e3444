import type { Session } from '../../store/connection/reconnecting-connection.js';
import type { Row, Statement } from './statement.js';

/** The path of statements to the database: over connections of the store, a pool or an adapter of the application. */
export interface PostgresConnection {
  /**
   * Runs one statement as its own transaction, without naming it.
   *
   * @param limit the timeout of the answer in milliseconds, including the wait for a free connection
   * @throws the driver's error
   */
  send(statement: Statement, limit: number): Promise<readonly Row[]>;

  /**
   * Closes connections that are not in use, after another one to the same server was silent: the network has probably
   * dropped them too, and each would cost a call its timeout. Absent if they belong to the application.
   */
  closeIdle?(): void;

  /** Closes everything that the store has opened; all pending calls fail with this reason. */
  close(reason: unknown): void;
}

/**
 * Opens a session that receives the notifications of a channel, outside of any pool.
 *
 * @throws the driver's error
 */
export type Listen = (options: ListenOptions) => Promise<ListenSession>;

export interface ListenOptions {
  /** The name of the channel. */
  readonly channel: string;
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
  /** Ends the session, with its reason. */
  readonly signal: AbortSignal;
  /** Called with the payload of every notification. */
  readonly received: (payload: string) => void;
}

/** A session that receives notifications, until it breaks. */
export interface ListenSession extends Session {
  /** Whether the session detects by itself that its connection is broken. */
  readonly hasHeartbeat: boolean;
  /** Ends the session immediately. */
  end(reason: unknown): void;
}
