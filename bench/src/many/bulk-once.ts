// A process of its own: `bulk-once.js COUNT` saves so many definitions by one `saveAll` into a store in memory, and loads the same
// definitions as initial flags; each once before it is timed, so that neither pays for cold code. Prints milliseconds as JSON.
import { FlagManager, MemoryStore, type FlagDefinitions } from 'nestjs-feature-flags';
import { manyFlags } from '../flags/many-flags.js';
import { flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger as logger } from '../ours/quiet-logger.js';
import type { BulkTimes } from './many-results.js';

const text = JSON.stringify(flagDefinitions(manyFlags(Number(process.argv[2]))));
const definitions = () => JSON.parse(text) as FlagDefinitions;

await save();
await load();
const times: BulkTimes = { save: await save(), load: await load() };
console.log(JSON.stringify(times));

async function save(): Promise<number> {
  const flags = await FlagManager.create({ store: new MemoryStore(), logger });
  const edits = Object.entries(definitions()).map(
    ([key, definition]) => ({ type: 'save_flag', key, definition }) as const,
  );
  const saved = await timed(() => flags.saveAll(edits, { actor: 'import' }));
  if (flags.getFlags().size !== edits.length) throw new Error(`It holds ${flags.getFlags().size} flags.`);
  await flags.close();
  return saved;
}

async function load(): Promise<number> {
  const initialFlags = definitions();
  let flags: FlagManager | undefined;
  const loaded = await timed(async () => (flags = await FlagManager.create({ initialFlags, logger })));
  await flags?.close();
  return loaded;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
