import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LOADED_COUNT } from '../many/many-sizes.js';
import type { BenchOptions } from '../options.js';
import { log } from '../report/log.js';
import type { RedisResults, RedisTimes } from './redis-results.js';
import { RedisServer } from './redis-server.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('redis-once.js', import.meta.url));

/**
 * Measures a manager with many flags in Redis: how long saving them at once takes, and how long booting with them does,
 * beside reading and parsing the same documents.
 *
 * @returns nothing when only answers are checked, or where there is no `redis-server`
 */
export async function runRedis({ check, quick }: BenchOptions): Promise<RedisResults | undefined> {
  if (check) return undefined; // each process checks what it has read
  const server = await RedisServer.start();
  if (server === undefined) {
    log('redis: not measured, because there is no redis-server');
    return undefined;
  }
  try {
    const figures = { save: [], boot: [], read: [] } satisfies Record<keyof RedisTimes, number[]>;
    log(`redis: ${LOADED_COUNT} flags`);
    for (let i = 0; i < (quick ? 2 : 7); i++) await measure(server.port, `bench-${i}`, i, figures);
    return { figures };
  } finally {
    await server.stop();
  }
}

/** Each figure by a process of its own; booting and reading take turns in going first. */
async function measure(
  port: number,
  prefix: string,
  round: number,
  figures: Readonly<Record<keyof RedisTimes, number[]>>,
): Promise<void> {
  const reading: readonly (keyof RedisTimes)[] = round % 2 === 0 ? ['boot', 'read'] : ['read', 'boot'];
  for (const what of ['save', ...reading] as const) {
    const args = [program, what, String(port), prefix, String(LOADED_COUNT)];
    const { stdout } = await run(process.execPath, args, { timeout: 60_000 });
    figures[what].push(JSON.parse(stdout) as number);
  }
}
