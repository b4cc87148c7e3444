// A process of its own: edits one flag after another in a file of `edit-once.js COUNT` flags, which a manager watches, and prints
// medians as JSON, in milliseconds.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileProvider, FlagManager, type FlagDefinition } from 'nestjs-feature-flags';
import { manyFlags } from '../flags/many-flags.js';
import { median } from '../measure/statistics.js';
import { flagDefinitions } from '../ours/flag-definitions.js';
import { quietLogger } from '../ours/quiet-logger.js';
import type { FileEdit } from './many-results.js';

const WARM_UP = 6;
const EDITS = 20;

const folder = await mkdtemp(join(tmpdir(), 'feature-flags-edit-'));
const file = join(folder, 'flags.json');
const definitions: Record<string, FlagDefinition> = { ...flagDefinitions(manyFlags(Number(process.argv[2]))) };
const keys = Object.keys(definitions);
const text = () => JSON.stringify({ flags: definitions });
await writeFile(file, text());
const flags = await FlagManager.create({ providers: [new FileProvider(file)], logger: quietLogger });
const alive = setInterval(() => undefined, 1000); // a provider that watches keeps no process alive
const figures: { blocked: number[]; work: number[]; parse: number[] } = { blocked: [], work: [], parse: [] };
for (let i = 0; i < WARM_UP + EDITS; i++) {
  const isTicking = i % 2 === 0; // what watches the event loop takes time itself
  const { spent, blocked } = await edit(keys[(i * 811) % keys.length] ?? '', 1 + i, isTicking);
  if (i < WARM_UP) continue;
  if (isTicking) figures.blocked.push(blocked);
  else figures.work.push(spent);
  figures.parse.push(timeOfParse());
}
clearInterval(alive);
await flags.close();
await rm(folder, { recursive: true });
const { blocked, work, parse } = figures;
console.log(JSON.stringify({ blocked: median(blocked), work: median(work), parse: median(parse) } satisfies FileEdit));

/** Replaces the file by a rename; ends when the flag answers by its new definition. */
async function edit(key: string, percentage: number, isTicking: boolean) {
  definitions[key] = { type: 'percentage', percentage };
  await writeFile(`${file}.new`, text());
  const seen = new Promise<void>((resolve) => {
    const subscription = flags.changes$.subscribe(() => {
      subscription.unsubscribe();
      resolve();
    });
  });
  const loop = isTicking ? watchLoop() : undefined;
  const start = cpuMilliseconds();
  await rename(`${file}.new`, file);
  await seen;
  return { spent: cpuMilliseconds() - start, blocked: loop?.stop() ?? 0 };
}

/** The longest time between two turns of the event loop. */
function watchLoop(): { stop(): number } {
  let longest = 0;
  let last = performance.now();
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  return {
    stop() {
      clearImmediate(next);
      return longest;
    },
  };
}

function timeOfParse(): number {
  const whole = text();
  const start = cpuMilliseconds();
  JSON.parse(whole);
  return cpuMilliseconds() - start;
}

/** Of this process, waiting excluded. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
