import { Client } from 'pg';
import { PostgresStore } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import { START } from '../../../lib/store/flag-store.js';
import { overridesSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { databaseUrl } from '../stores/store-address.js';

const INSUFFICIENT_PRIVILEGE = '42501';

/** What the role of the application may do, and what it may not. */
export async function runtimeRole(start: StartFlagServer<PostgresFlagServer>): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { address, port } = await start(lab);
    const url = databaseUrl(address, port);
    const store = new PostgresStore({ url, schema: address.schema });
    const failed = await failuresOf(store);
    store.close();
    const client = new Client({ connectionString: url });
    await lab.keep(client.connect(), () => client.end());
    const forbidden = forbiddenStatements(new PostgresNames(address.schema));
    const allowed: string[] = [];
    for (const statement of forbidden) {
      const code = await client.query(statement).then(
        () => 'none',
        (error: unknown) => (error as { readonly code?: string }).code,
      );
      if (code !== INSUFFICIENT_PRIVILEGE) allowed.push(`${statement}: ${code}`);
    }
    return [
      none('role of the application: features that fail', failed, '10'),
      none(
        'role of the application: forbidden statements that are not refused (42501)',
        allowed,
        `${forbidden.length}`,
      ),
    ];
  });
}

function forbiddenStatements({ schema, log, position, migrations }: PostgresNames): readonly string[] {
  return [
    `UPDATE ${log} SET entry = ''`,
    `DELETE FROM ${log}`,
    `TRUNCATE ${log}`,
    `DROP TABLE ${log}`,
    `ALTER TABLE ${log} ADD COLUMN more text`,
    `DELETE FROM ${position}`,
    `UPDATE ${migrations} SET version = 99`,
    `CREATE TABLE ${schema}.other (id int)`,
    'CREATE SCHEMA other',
  ];
}

const USAGE = {
  instance: 'one',
  sequence: 1,
  since: '2026-01-01T00:00:00.000Z',
  until: '2026-01-01T00:01:00.000Z',
  flags: [{ key: 'checkout', answers: [{ enabled: true, variant: undefined, count: 1 }] }],
};

async function failuresOf(store: PostgresStore): Promise<readonly string[]> {
  const entries = entriesAfter(START, overridesSet(2));
  const features: Readonly<Record<string, () => Promise<unknown>>> = {
    watch: async () => store.watch?.({ announced() {}, changed() {}, lost() {}, resumed() {}, unannounced() {} }),
    append: () => store.append(entries, START),
    read: () => store.read(),
    query: () => store.query({ order: 'newest_first', limit: 10 }),
    writeSticky: () =>
      store.writeSticky([{ unit: 'userId:ada', flag: 'checkout', assignment: { variant: 'a', version: 1 } }]),
    readSticky: () => store.readSticky(['userId:ada']),
    addUsage: () => store.addUsage(USAGE),
    readUsage: () => store.readUsage(),
    lease: () => store.lease('due', 'one', 1000),
    now: () => store.now(),
  };
  const failed: string[] = [];
  for (const [name, use] of Object.entries(features)) {
    await use().catch((error: unknown) => failed.push(`${name}: ${String(error)}`));
  }
  return failed;
}
