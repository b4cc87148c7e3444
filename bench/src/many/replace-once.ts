// A process of its own: `replace-once.js WAY COUNT` changes one flag among COUNT, over and over, in one of the ways below, and prints
// the medians in microseconds as JSON.
import { manyFlags } from '../flags/many-flags.js';
import { median } from '../measure/statistics.js';
import type { Replacer } from './replacer.js';

const WARM_UP = 100;
const REPETITIONS = 200;

const [id, count] = process.argv.slice(2);
const flags = manyFlags(Number(count));
const replacer = await replacerOf(id);
const key = flags[Math.floor(flags.length / 2 / 6) * 6]?.key ?? '';

const blocked: number[] = [];
const seen: number[] = [];
for (let i = 0; i < WARM_UP + REPETITIONS; i++) {
  const enabled = i % 2 === 0;
  const text = replacer.textOf({ key, kind: 'boolean', enabled });
  const start = process.hrtime.bigint();
  const goesOn = new Promise<bigint>((resolve) => setImmediate(() => resolve(process.hrtime.bigint())));
  replacer.replace(key, text);
  for (let turn = 0; replacer.isEnabled(key) !== enabled; turn++) {
    if (turn < 1_000) await Promise.resolve();
    else await new Promise((resolve) => setImmediate(resolve));
    if (turn > 100_000) throw new Error('The change is never seen.');
  }
  const end = process.hrtime.bigint();
  const went = await goesOn;
  // What it does once the change is seen must not count for the next one.
  await new Promise((resolve) => setImmediate(resolve));
  if (i < WARM_UP) continue;
  blocked.push(Number(went - start) / 1e3);
  seen.push(Number(end - start) / 1e3);
}
await replacer.close();
console.log(JSON.stringify({ blocked: median(blocked), seen: median(seen) }));

async function replacerOf(way: string | undefined): Promise<Replacer> {
  if (way === 'floor') return (await import('./floor.replacer.js')).floorReplacer(flags);
  const ours = await import('./ours.replacer.js');
  const open = {
    'ours-set': ours.oursReplacer,
    'ours-save': ours.oursSaver,
    'ours-override': ours.oursOverrider,
    'ours-delta': ours.oursFollower,
  }[way ?? ''];
  if (open === undefined) throw new Error(`There is no way "${way}".`);
  return await open(flags);
}
