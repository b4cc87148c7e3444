import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from 'redis';
import { FileStore, FlagManager, type FlagStore } from '../../../dist/core.js';
import { RedisStore } from '../../../dist/redis/index.js';
import { timed } from '../../support/timed.js';
import type { Lab } from '../lab.js';
import { redisInMemory } from '../stores/redis-flag-server.js';
import { inUnit, type ScaleFigure } from './scale-figure.js';

const FLAGS = 100_000;
const AT_ONCE = 10_000;
const WRITES = 500;
const QUIET = { log: () => {}, warn: () => {}, error: () => {} };
const MEGABYTE = 1024 * 1024;

/** A store with 100,000 flags and a log of 100,000 entries. */
export async function measureStore(lab: Lab): Promise<readonly ScaleFigure[]> {
  const { port } = await redisInMemory(lab);
  const url = `redis://127.0.0.1:${port}`;
  const inRedis = () => new RedisStore({ url, prefix: 'scale', timeout: '20s', auditLogSize: 200_000 });
  const folder = await lab.directory();
  const inFolder = () => new FileStore(join(folder, 'flags'));
  const figures: ScaleFigure[] = [];
  for (const [name, open] of Object.entries({ Redis: inRedis, 'a folder': inFolder })) {
    figures.push(...(await measureOne(name, open)));
  }
  const client = await createClient({ url }).connect();
  const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  const { size } = await stat(join(folder, 'flags', 'audit.jsonl'));
  client.destroy();
  return [
    ...figures,
    ['size of documents and log together in Redis', inUnit(used / MEGABYTE, 'MiB')],
    ['size of `audit.jsonl` in a folder', inUnit(size / MEGABYTE, 'MiB')],
  ];
}

async function measureOne(name: string, open: () => FlagStore): Promise<readonly ScaleFigure[]> {
  const start = () => FlagManager.create({ store: open(), storeTimeout: '10m', bootTimeout: '10m', logger: QUIET });
  const writer = await start();
  const saved = await timed(async () => {
    for (let from = 0; from < FLAGS; from += AT_ONCE) await writer.saveAll(edits(from), { actor: 'import' });
  });
  await writer.close();
  let reader: FlagManager | undefined;
  const booted = await timed(async () => (reader = await start()));
  if (reader === undefined) throw new Error('It was not started.');
  const flags = reader;
  const written = await timed(async () => {
    for (let i = 0; i < WRITES; i++) await flags.disable('flag-7', { actor: `operator ${i}` });
  });
  const page = await timed(() => flags.getAuditLog({ limit: 100 }));
  const filtered = await timed(() => flags.getAuditLog({ key: 'flag-1', limit: 100 }));
  const verified = await timed(() => flags.verifyAuditLog());
  await flags.close();
  return [
    [
      `save ${FLAGS.toLocaleString('en')} flags in ${name}, with ${FLAGS / AT_ONCE} calls of \`saveAll\``,
      inUnit(saved / 1000, 's'),
    ],
    [`start with them from ${name}`, inUnit(booted / 1000, 's')],
    [`changes per second by one instance in ${name}, one after another`, inUnit((WRITES / written) * 1000, '')],
    [
      `read a page of 100 entries of the log in ${name}; find the entries of one flag`,
      `${inUnit(page, 'ms')}; ${inUnit(filtered, 'ms')}`,
    ],
    [
      `\`verifyAuditLog()\` of ${(FLAGS + WRITES).toLocaleString('en')} entries in ${name}`,
      inUnit(verified / 1000, 's'),
    ],
  ];
}

function edits(from: number) {
  return Array.from({ length: AT_ONCE }, (_, i) => ({
    type: 'save_flag' as const,
    key: `flag-${from + i}`,
    definition: { type: 'percentage' as const, percentage: (from + i) % 101, description: `What ${from + i} is for` },
  }));
}
