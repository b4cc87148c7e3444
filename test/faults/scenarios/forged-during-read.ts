import { Client } from 'pg';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import { PATIENCE_MS } from '../equal-states.js';
import { atMost, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { labelled } from '../shop.js';
import { callsOf, since, type StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { until } from '../until.js';

export interface ForgedDuringReadSizes {
  readonly messages: number;
}

const GOAL = 2;
/** Longer than the pause after a message that led to nothing. */
const SETTLED_MS = 400;

/** Forged notifications that arrive while an instance reads the log because of the first one. */
export async function forgedDuringRead(
  start: StartFlagServer<PostgresFlagServer>,
  { messages }: ForgedDuringReadSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const worker = await lab.worker();
    await worker.call('start', { store: server.address });
    const change = { type: 'save_flag', key: 'checkout', definition: labelled('first') } as const;
    await worker.call('change', { change, actor: 'operator', reason: 'first' });
    const before = await server.carriedOut();
    const locker = new Client({ connectionString: server.ownerUrl });
    await lab.keep(locker.connect(), () => locker.end());
    await locker.query('BEGIN');
    await locker.query(`LOCK TABLE ${new PostgresNames(server.address.schema).log} IN ACCESS EXCLUSIVE MODE`);
    await server.publish(['2 forged']);
    await until('the instance was reading', PATIENCE_MS, async () => {
      const waiting = await server.server.query(
        "SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'",
        [server.address.user],
      );
      return waiting.length > 0 ? true : undefined;
    });
    await server.publish(Array.from({ length: messages }, (_, i) => `${3 + i} forged`));
    await locker.query('COMMIT');
    const reads = await settledReads(async () => callsOf('reads_log', since(before, await server.carriedOut())));
    return [
      atMost(`${messages} forged notifications while one read runs`, { goal: GOAL, measured: reads, unit: 'reads' }),
    ];
  });
}

/** The number of reads once there were some, and no more follow. */
async function settledReads(count: () => Promise<number>): Promise<number> {
  let [reads, changedAt] = [0, performance.now()];
  return await until('no more reads followed', PATIENCE_MS, async () => {
    const now = await count();
    if (now !== reads) [reads, changedAt] = [now, performance.now()];
    return reads > 0 && performance.now() - changedAt > SETTLED_MS ? reads : undefined;
  });
}
