import { Client } from 'pg';
import { BARE_TABLE } from '../worker/bare-listener.js';
import type { WorkerProcess } from '../worker/worker-process.js';

/** As large as the audit entry of a small change. */
const ENTRY = JSON.stringify({ entry: 'x'.repeat(450) });

/** Each worker in turn adds a row and notifies; the others are notified and read it. See `messageDelays`. */
export async function postgresMessageDelays(
  url: string,
  rounds: number,
  workers: readonly WorkerProcess[],
): Promise<readonly number[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(BARE_TABLE);
  await client.end();
  await Promise.all(workers.map((worker) => worker.call('startBareListener', url)));
  const delays: number[] = [];
  for (let version = 1; version <= rounds; version++) {
    const writer = version % workers.length;
    const began = (await workers[writer]?.call('appendBare', version, ENTRY)) ?? 0;
    const seen = await Promise.all(workers.map((worker) => worker.call('bareSeen', version)));
    delays.push(...seen.filter((_, i) => i !== writer).map((at) => at - began));
  }
  await Promise.all(workers.map((worker) => worker.call('closeBareListener')));
  return delays;
}
