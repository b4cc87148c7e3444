// A process of its own: `redis-once.js save|boot|read PORT PREFIX COUNT` does one of these and prints its milliseconds.
import { FlagManager, type FlagDefinition } from 'nestjs-feature-flags';
import { RedisStore } from 'nestjs-feature-flags/redis';
import { createClient } from 'redis';
import { manyFlags } from '../flags/many-flags.js';
import { flagDefinition } from '../ours/flag-definitions.js';
import { quietLogger as logger } from '../ours/quiet-logger.js';

const [what = '', port = '', prefix = '', count = ''] = process.argv.slice(2);
const url = `redis://127.0.0.1:${port}`;
const tasks: Readonly<Record<string, () => Promise<number>>> = { save, boot, read };

const task = tasks[what];
if (task === undefined) throw new RangeError(`"${what}" is not one of ${Object.keys(tasks).join(', ')}.`);
console.log(JSON.stringify(await task()));

async function save(): Promise<number> {
  const flags = await FlagManager.create({ store: new RedisStore({ url, prefix }), logger });
  const edits = manyFlags(Number(count)).map(
    (flag): { readonly type: 'save_flag'; readonly key: string; readonly definition: FlagDefinition } => ({
      type: 'save_flag',
      key: flag.key,
      definition: flagDefinition(flag),
    }),
  );
  const start = performance.now();
  await flags.saveAll(edits, { actor: 'import' });
  const spent = performance.now() - start;
  await flags.close();
  return spent;
}

async function boot(): Promise<number> {
  const start = performance.now();
  const flags = await FlagManager.create({ store: new RedisStore({ url, prefix }), logger });
  const spent = performance.now() - start;
  assertAll(flags.getFlags().size);
  await flags.close();
  return spent;
}

/** What any client does that has the same flags in the same Redis. */
async function read(): Promise<number> {
  const start = performance.now();
  const client = await createClient({ url }).connect();
  const documents = Object.entries(await client.hGetAll(`{${prefix}}:documents`));
  const flags = documents.flatMap(([name, text]): unknown[] => (name.startsWith('flag:') ? [JSON.parse(text)] : []));
  const spent = performance.now() - start;
  client.destroy();
  assertAll(flags.length);
  return spent;
}

function assertAll(flags: number): void {
  if (flags !== Number(count)) throw new Error(`It has ${flags} of ${count} flags.`);
}
