import { PgBouncer } from '../../support/postgres/pg-bouncer.js';
import { none, times, type Figure, type Floor } from '../figure.js';
import { inLab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { changesSeen, distributionOf } from './propagation.js';

export interface PoolerSizes {
  readonly processes: number;
  readonly changes: number;
}

/** The `timeout` of the workers' stores. */
const TIMEOUT: Floor = { what: '`timeout`', milliseconds: 1000 };
const POLL: Floor = { what: '`storePoll`', milliseconds: 1000 };
/** A poll begins within `storePoll`; then the log is read, on a machine that may be busy. */
const POLLED_GOAL = 1.2;
const PUSHED_GOAL = 0.5;

/** Instances behind a pooler in transaction mode, which accepts LISTEN and forwards nothing; and with a direct way beside it. */
export async function transactionPooler(
  start: StartFlagServer<PostgresFlagServer>,
  { processes, changes }: PoolerSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const { user, password } = server.address;
    const starting = PgBouncer.start(server.port, { passwords: { [user]: password } });
    const pooler = await lab.keep(starting, (started) => started.stop());
    const pooled = { ...server.address, port: pooler.port };
    const workers = await lab.workers(processes);
    const starts = await Promise.all(
      workers.map((worker) => worker.call('tryToStart', { store: pooled, storePoll: '1s' })),
    );
    const silent: string[] = [];
    for (const [i, worker] of workers.entries()) {
      const { providers } = await worker.call('instanceState');
      const isShown = providers.some(({ pollingReason }) => pollingReason?.includes('"listen"'));
      const isLogged = (await worker.call('logged')).some((line) => line.includes('"listen"'));
      if (!isShown || !isLogged) silent.push(`process ${i}: shown ${isShown}, logged ${isLogged}`);
    }
    const polled = await changesSeen(workers, changes);
    const direct = { ...(await server.space('direct')), port: pooler.port, listen: server.port };
    const others = await lab.workers(processes);
    await Promise.all(others.map((worker) => worker.call('start', { store: direct })));
    const pushed = await changesSeen(others, changes);
    const title = 'LISTEN behind pgbouncer in transaction mode';
    const slowest = Math.max(...starts.map(({ began, ended }) => ended - began));
    return [
      times(`${title}: started and reported`, 1, slowest, TIMEOUT),
      none(`${title}: not reported when the start is over`, silent, `${processes} processes`),
      times(
        `${title}: changes seen, max`,
        POLLED_GOAL,
        Math.max(...polled.delays),
        POLL,
        distributionOf(polled.delays),
      ),
      none(`${title}: missed or out of order`, polled.wrong, `${polled.delays.length} sightings`),
      times(
        'LISTEN on a direct connection, statements through pgbouncer: seen, p99',
        PUSHED_GOAL,
        percentile(pushed.delays, 0.99),
        POLL,
        distributionOf(pushed.delays),
      ),
      none('the same: missed or out of order', pushed.wrong, `${pushed.delays.length} sightings`),
    ];
  });
}
