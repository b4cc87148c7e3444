import { Client } from 'pg';
import { PostgresStore } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import type { StorePosition } from '../../../lib/store/flag-store.js';
import { overridesSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import { timed } from '../../support/timed.js';
import { times, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { percentile } from '../percentile.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { databaseUrl } from '../stores/store-address.js';

export interface StoreCostSizes {
  readonly documents: number;
  readonly reads: number;
  readonly appends: number;
}

const READ_GOAL = 1.5;
const APPEND_GOAL = 4;

/** Reading everything, and one append, beside what the least client would do. */
export async function storeCosts(
  start: StartFlagServer<PostgresFlagServer>,
  { documents, reads, appends }: StoreCostSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const { address, port } = server;
    const client = new Client({ connectionString: server.ownerUrl });
    await lab.keep(client.connect(), () => client.end());
    const store = new PostgresStore({ url: databaseUrl(address, port), schema: address.schema, timeout: '60s' });
    await lab.keep(store.now(), async () => store.close());
    const worker = await lab.worker();
    await worker.call('seed', { store: address }, documents);
    const names = new PostgresNames(address.schema);
    const [read, floor] = await sideBySide(
      reads,
      () => store.read(),
      async () => {
        const { rows } = await client.query<{ readonly document: string }>(`SELECT * FROM ${names.documents}`);
        return rows.map(({ document }): unknown => JSON.parse(document));
      },
    );
    await client.query('CREATE TABLE counter (id int PRIMARY KEY, n int); INSERT INTO counter VALUES (1, 0)');
    let last: StorePosition = (await store.read()).position;
    const [append, update] = await sideBySide(
      appends,
      async () => {
        const entries = entriesAfter(last, overridesSet(1));
        if (!(await store.append(entries, last))) throw new Error('Somebody else is writing to the store.');
        last = entries[0] ?? last;
      },
      () => client.query('UPDATE counter SET n = n + 1 WHERE id = 1'),
    );
    const select = { what: 'a select of all rows and JSON.parse', milliseconds: floor };
    return [
      times(`${documents} documents read`, READ_GOAL, read, select),
      times('one append', APPEND_GOAL, append, { what: 'update of one row', milliseconds: update }),
    ];
  });
}

/** The medians of two things that are done in turn, in milliseconds. */
async function sideBySide(
  rounds: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<readonly [number, number]> {
  const durations: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    durations[0].push(await timed(one));
    durations[1].push(await timed(other));
  }
  return [percentile(durations[0], 0.5), percentile(durations[1], 0.5)];
}
