// A process of its own: `postgres-process.js KIND URL SCHEMA` follows the changes of a store, or writes some.
import { setTimeout as delay } from 'node:timers/promises';
import { FlagManager } from 'nestjs-feature-flags';
import { PostgresStore } from 'nestjs-feature-flags/postgres';
import { Client } from 'pg';
import { quietLogger as logger } from '../ours/quiet-logger.js';
import { exactTime } from './exact-time.js';
import type { ProcessMessage, TimedVersion } from './process-messages.js';

/** Between two changes, so that no two are announced at once. */
const PAUSE_MS = 5;

const [kind = '', url = '', schema = ''] = process.argv.slice(2);
const seen: TimedVersion[] = [];

const begin = { manager: () => follow({}), polling: () => follow({ listen: false }), listener: listen, writer: write };
if (!Object.hasOwn(begin, kind)) throw new RangeError(`"${kind}" is not one of ${Object.keys(begin).join(', ')}.`);
await begin[kind as keyof typeof begin]();
process.send?.({ type: 'ready' } satisfies ProcessMessage);

async function follow(settings: { readonly listen?: false }): Promise<void> {
  const store = new PostgresStore({ url, schema, ...settings });
  const flags = await FlagManager.create({ store, storePoll: '1s', logger });
  flags.changes$.subscribe(({ version }) => seen.push({ version, time: exactTime() }));
  onReport(async () => await flags.close());
}

/** What a few lines of code can do: listen, and read the entries of the log that are new. */
async function listen(): Promise<void> {
  const client = new Client({ connectionString: url });
  const reader = new Client({ connectionString: url });
  await Promise.all([client.connect(), reader.connect()]);
  let known = 0;
  let isReading = false;
  let isAnnounced = false;
  const read = async () => {
    isAnnounced = true;
    if (isReading) return;
    isReading = true;
    while (isAnnounced) {
      isAnnounced = false;
      const text = `SELECT entry FROM "${schema}".log WHERE version > $1::bigint ORDER BY version`;
      for (const { entry } of (await reader.query<{ entry: string }>(text, [known])).rows) {
        known = (JSON.parse(entry) as TimedVersion).version;
        seen.push({ version: known, time: exactTime() });
      }
    }
    isReading = false;
  };
  client.on('notification', () => void read());
  await client.query(`LISTEN "${schema}"`);
  onReport(async () => {
    await Promise.all([client.end(), reader.end()]);
  });
}

/** Makes changes when it is told to, and records when each is stored. */
async function write(): Promise<void> {
  const store = new PostgresStore({ url, schema });
  const append = store.append.bind(store);
  store.append = async (...args) => {
    const isStored = await append(...args);
    const time = exactTime();
    if (isStored) seen.push({ version: args[0].at(-1)?.version ?? 0, time });
    return isStored;
  };
  const flags = await FlagManager.create({ store, logger, initialFlags: { search: true } });
  const change = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await (i % 2 === 0 ? flags.disable('search', { actor: 'bench' }) : flags.enable('search', { actor: 'bench' }));
      await delay(PAUSE_MS);
    }
    await flags.close();
    finish();
  };
  process.on('message', (message: ProcessMessage) => {
    if (message.type === 'write') void change(message.count);
  });
}

/** Reports once everything was seen, or the time is up. */
function onReport(close: () => Promise<void>): void {
  const report = async (until: number, patience: number) => {
    const end = performance.now() + patience;
    while ((seen.at(-1)?.version ?? 0) < until && performance.now() < end) await delay(10);
    await close();
    finish();
  };
  process.on('message', (message: ProcessMessage) => {
    if (message.type === 'report') void report(message.until, message.patience);
  });
}

/** Sends what was seen, and lets the process end. */
function finish(): void {
  process.send?.({ type: 'versions', versions: seen } satisfies ProcessMessage);
  process.disconnect();
}
