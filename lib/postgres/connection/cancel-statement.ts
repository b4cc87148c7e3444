import { answerWithin } from '../../store/connection/answer-within.js';
import { clientOfPool } from '../listening/listen-client.js';
import type { PostgresPool, PostgresPoolClient } from '../postgres-database.js';

/** The timeout of a request to cancel, in milliseconds: until then, the client keeps its place in the pool. */
const CANCEL_MS = 300;

/**
 * Asks the server to cancel the statement of a client that will be closed. Otherwise, a statement that waits for a lock
 * continues to wait after its connection was closed, so that every attempt would occupy one more connection of the server.
 *
 * The request has a connection of its own, as the protocol demands. It is not sent to a pooler: PgBouncer 1.18 crashes if it
 * cannot pass the request on because the server hangs. Never rejects.
 *
 * @param signal ends the wait early
 */
export async function cancelStatement(
  pool: PostgresPool,
  client: PostgresPoolClient,
  signal: AbortSignal,
): Promise<void> {
  if (!hasProcess(client)) pooled.add(pool);
  if (pooled.has(pool)) return;
  let request: CancelRequest | undefined;
  try {
    await answerWithin(async () => await sent((request = requestOf(pool)), client), CANCEL_MS, signal);
  } catch {
    // the server cannot be reached, and will notice that it cannot reach the client either
  } finally {
    request?.connection.stream.destroy();
  }
}

/** Pools whose connections lead to a pooler. */
const pooled = new WeakSet<PostgresPool>();

/** The largest ID of a process on Linux. */
const LARGEST_PROCESS_ID = 2 ** 22;

/** Whether a client has a process of the server: poolers invent the IDs, of which all but one in a thousand are impossible. */
function hasProcess(client: object): boolean {
  const id: unknown = 'processID' in client ? client.processID : undefined;
  return typeof id === 'number' && id > 0 && id <= LARGEST_PROCESS_ID;
}

/** The address of a server, and a connection to it that is not open yet. */
interface CancelRequest {
  on(event: 'error', listener: () => void): unknown;
  readonly host: string;
  readonly port: number;
  readonly connection: {
    connect(portOrPath: number | string, host?: string): unknown;
    requestSsl(): unknown;
    cancel(processID: unknown, secretKey: unknown): unknown;
    on(event: 'connect' | 'sslconnect' | 'error' | 'end', listener: () => void): unknown;
    readonly stream: { destroy(): unknown };
    readonly ssl?: unknown;
    readonly sslNegotiation?: unknown;
  };
}

/** @returns `undefined` if the clients of the pool cannot send such requests, as those of `pg-native` */
function requestOf(pool: PostgresPool): CancelRequest | undefined {
  const client: unknown = clientOfPool(pool);
  return isCancelRequest(client) ? client : undefined;
}

/**
 * Resolves when the server has closed the connection, which it does once it has taken the request. The connection is
 * encrypted if those of the pool are.
 */
async function sent(request: CancelRequest | undefined, client: object): Promise<void> {
  if (request === undefined || !('processID' in client) || !('secretKey' in client)) return;
  const { connection, host, port } = request;
  const { processID, secretKey } = client;
  await new Promise<void>((resolve) => {
    request.on('error', resolve); // pgbouncer answers with an error, even if it has taken the request
    connection.on('error', resolve);
    connection.on('end', resolve);
    const cancel = () => connection.cancel(processID, secretKey);
    connection.on('connect', () => {
      if (!connection.ssl) cancel();
      else if (connection.sslNegotiation !== 'direct') connection.requestSsl();
    });
    connection.on('sslconnect', cancel);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}

function isCancelRequest(client: unknown): client is CancelRequest {
  if (typeof client !== 'object' || client === null || !('connection' in client)) return false;
  const { connection } = client;
  return typeof connection === 'object' && connection !== null && 'cancel' in connection && 'stream' in connection;
}
