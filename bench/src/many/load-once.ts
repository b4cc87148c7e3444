// A process of its own, for one load: `load-once.js nestjs-feature-flags|floor plain|rules time|heap FILE`, where FILE holds the
// definitions as JSON text. Prints its figures as JSON.
import { readFileSync } from 'node:fs';
import type { LoadedId, LoadedSet } from './many-results.js';
import { loaderOf } from './loader.js';

const FEW = 12;

const [id, set, what, file] = process.argv.slice(2);
if (file === undefined)
  throw new RangeError('Say which library, what to load and measure, and where the definitions are.');
const loader = await loaderOf(id as LoadedId, set as LoadedSet);
const text = readFileSync(file, 'utf8');
console.log(JSON.stringify(what === 'heap' ? await heap() : await time()));

/** Milliseconds. */
async function time(): Promise<{ whole: number; compile: number }> {
  const start = process.hrtime.bigint();
  const loaded = await loader.load(loader.parse(text));
  loaded.answer();
  const whole = millisecondsSince(start);
  if (loaded.size !== loader.expectedSize(text)) throw new Error(`It holds ${loaded.size} flags.`);
  const parsed = loaded.parsed();
  globalThis.gc?.();
  const again = process.hrtime.bigint();
  const second = await loader.load(parsed);
  second.answer();
  const compile = millisecondsSince(again);
  await loaded.close();
  await second.close();
  return { whole, compile };
}

/** Bytes in all; what the code itself needs is there before, as a few flags have been loaded by it. */
async function heap(): Promise<{ bytes: number; flags: number }> {
  const few = await loader.load(loader.parse(loader.textOf(FEW)));
  few.answer();
  await few.close();
  const before = await usedHeap();
  const loaded = await loader.load(loader.parse(text));
  loaded.answer();
  const bytes = (await usedHeap()) - before;
  const flags = loaded.size;
  await loaded.close();
  return { bytes, flags };
}

async function usedHeap(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

function millisecondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}
