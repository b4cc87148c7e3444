import { afterAll, beforeAll } from '@jest/globals';
import { describeIf } from '../describe-with-server.js';
import { postgresFolder, PostgresServer, type PostgresSettings } from '../postgres-server.js';
import { pathOfPgBouncer, PgBouncer, type PgBouncerOptions } from './pg-bouncer.js';

const START_MS = 60_000;

/**
 * A suite that runs against a real PostgreSQL of its own, started before it and stopped after it; see
 * `describeWithProgram`.
 *
 * @param body gets the server, which is running once the tests run
 */
export function describeWithPostgres(
  title: string,
  body: (running: () => PostgresServer) => void,
  settings: PostgresSettings = {},
): void {
  describeIf(postgresFolder() !== undefined, 'PostgreSQL', title, () => {
    body(startedOnce('PostgreSQL', () => PostgresServer.start(postgresFolder() ?? '', settings)));
  });
}

/** A suite that runs against a real PostgreSQL with a real pgbouncer in front of it; see {@link describeWithPostgres}. */
export function describeWithPgBouncer(
  title: string,
  body: (running: () => PostgresServer, pooler: () => PgBouncer) => void,
  options: PgBouncerOptions = {},
): void {
  const program = postgresFolder() === undefined ? 'PostgreSQL' : 'pgbouncer';
  const isFound = postgresFolder() !== undefined && pathOfPgBouncer() !== undefined;
  describeIf(isFound, program, title, () => {
    const running = startedOnce('PostgreSQL', () => PostgresServer.start(postgresFolder() ?? ''));
    const pooler = startedOnce('pgbouncer', () => PgBouncer.start(running().port, options));
    body(running, pooler);
  });
}

/** Starts a server before the tests of the block, and stops it after them. @returns it */
function startedOnce<S extends { stop(): Promise<void> }>(name: string, start: () => Promise<S>): () => S {
  let server: S | undefined;
  beforeAll(async () => {
    server = await start();
  }, START_MS);
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (server === undefined) throw new Error(`${name} is not running`);
    return server;
  };
}
