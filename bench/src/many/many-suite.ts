import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contenders } from '../contenders/contenders.js';
import type { BenchOptions } from '../options.js';
import { log } from '../report/log.js';
import { interleavedRounds, type Lane, type RoundOptions } from '../worker/interleaved-rounds.js';
import { closeAll, openContenders } from '../worker/open-contenders.js';
import { assertNoRefusals } from '../worker/assert-no-refusals.js';
import { ALL_FLAGS_COUNT, CHANGED_AMONG, FLAT_SIZES, LOADED_COUNT } from './many-sizes.js';
import { loaderOf } from './loader.js';
import type {
  AllFlagsTimes,
  BulkFigures,
  BulkTimes,
  FileEdit,
  LoadedId,
  LoadedSet,
  LoadFigures,
  ManyResults,
  Recompiled,
  ReplaceFigures,
} from './many-results.js';

const IDS = ['nestjs-feature-flags', 'floor'] as const satisfies readonly LoadedId[];
const run = promisify(execFile);

/**
 * Measures what many flags cost: to ask for all of them, to ask among them, to load them, to replace one, to
 * save all at once.
 *
 * @returns nothing when only answers are checked
 * @throws {Error} when checking, and somebody cannot be opened or answers wrongly
 */
export async function runMany({ check, quick }: BenchOptions): Promise<ManyResults | undefined> {
  const options: RoundOptions = { rounds: quick ? 5 : 15, milliseconds: 25 };
  log(`many: all of ${ALL_FLAGS_COUNT} flags`);
  const allFlags = await timeAllFlags(options, check);
  log('many: one flag among few and many');
  const flat = await timeFlat(options, check);
  if (check) return undefined;
  const processes = quick ? 3 : 9;
  log(`many: loading ${LOADED_COUNT} flags`);
  const load = await timeLoads('plain', processes);
  const loadWithRules = await timeLoads('rules', processes);
  log('many: editing one flag in a file');
  const fileEdits = await timeFileEdits(quick ? 1 : 5);
  log('many: changing one flag');
  const replace = await timeReplacements(quick ? 2 : 5);
  const recompiled = await runOnce<Recompiled>('recompiled-once.js', [String(LOADED_COUNT)]);
  log(`many: saving ${LOADED_COUNT} flags at once`);
  const bulk = await timeBulkWrites(processes);
  return { rounds: options.rounds, ...allFlags, flat, load, loadWithRules, fileEdits, replace, recompiled, bulk };
}

async function timeBulkWrites(processes: number): Promise<BulkFigures> {
  const times: BulkTimes[] = [];
  for (let i = 0; i < processes; i++) times.push(await runOnce<BulkTimes>('bulk-once.js', [String(LOADED_COUNT)]));
  return { save: times.map(({ save }) => save), load: times.map(({ load }) => load) };
}

async function timeAllFlags(options: RoundOptions, check: boolean): Promise<Pick<ManyResults, 'allFlags' | 'failed'>> {
  const ids = Object.keys(contenders);
  const { opened, failed } = await openContenders(ids, (contender) => ({
    program: 'all-flags',
    contender,
    flags: ALL_FLAGS_COUNT,
  }));
  try {
    if (check) {
      assertNoRefusals(opened, failed);
      return { allFlags: [], failed };
    }
    const lanes = opened.flatMap(({ id, worker, tasks }) => tasks.map((task) => ({ id, worker, task })));
    const times = await interleavedRounds([lanes], options);
    const allFlags = opened.map(({ id, worker, left }): AllFlagsTimes => {
      const lane = lanes.find((each) => each.id === id);
      return {
        id,
        name: worker.about.name,
        packages: worker.about.packages,
        isAsync: lane !== undefined && worker.isAsync(lane.task),
        flags: worker.about.flags ?? ALL_FLAGS_COUNT,
        times: lane === undefined ? [] : (times.get(lane) ?? []),
        left,
      };
    });
    return { allFlags, failed };
  } finally {
    await closeAll(opened);
  }
}

async function timeFlat(options: RoundOptions, check: boolean): Promise<ManyResults['flat']> {
  const { opened, failed } = await openContenders(IDS, (id) => ({
    program: 'flat',
    contender: id === 'floor' ? 'floor' : 'nestjs-feature-flags',
    sizes: FLAT_SIZES,
  }));
  try {
    assertNoRefusals(opened, failed);
    if (check) return {};
    const lanes: (Lane & { readonly id: string })[] = opened.flatMap(({ id, worker, tasks }) =>
      tasks.map((task) => ({ id, worker, task })),
    );
    const groups = FLAT_SIZES.map((size) => lanes.filter(({ task }) => task === String(size)));
    const times = await interleavedRounds(groups, options);
    return Object.fromEntries(
      IDS.map((id) => [
        id,
        Object.fromEntries(lanes.filter((lane) => lane.id === id).map((lane) => [lane.task, times.get(lane) ?? []])),
      ]),
    );
  } finally {
    await closeAll(opened);
  }
}

/** Each load in a process of its own, the contenders in turn. */
async function timeLoads(set: LoadedSet, processes: number): Promise<ManyResults['load']> {
  const folder = await mkdtemp(join(tmpdir(), 'feature-flags-load-'));
  try {
    const files = await definitionFiles(set, folder);
    const figures = { 'nestjs-feature-flags': emptyFigures(), floor: emptyFigures() };
    for (let i = 0; i < processes; i++) {
      for (const id of i % 2 === 0 ? IDS : IDS.toReversed()) {
        const { whole, compile } = await runOnce<{ whole: number; compile: number }>('load-once.js', [
          id,
          set,
          'time',
          files[id],
        ]);
        const { bytes, flags } = await runOnce<{ bytes: number; flags: number }>('load-once.js', [
          id,
          set,
          'heap',
          files[id],
        ]);
        figures[id].whole.push(whole);
        figures[id].compile.push(compile);
        figures[id].heap.push(bytes / flags);
      }
    }
    return figures satisfies Record<LoadedId, LoadFigures>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function definitionFiles(set: LoadedSet, folder: string): Promise<Readonly<Record<LoadedId, string>>> {
  const files = { 'nestjs-feature-flags': join(folder, 'ours.json'), floor: join(folder, 'floor.json') };
  for (const id of IDS) await writeFile(files[id], (await loaderOf(id, set)).textOf(LOADED_COUNT));
  return files;
}

async function timeFileEdits(processes: number): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  for (let i = 0; i < processes; i++) edits.push(await runOnce<FileEdit>('edit-once.js', [String(LOADED_COUNT)]));
  return edits;
}

function emptyFigures(): { whole: number[]; compile: number[]; heap: number[] } {
  return { whole: [], compile: [], heap: [] };
}

async function timeReplacements(processes: number): Promise<ManyResults['replace']> {
  const ways = ['ours-set', 'ours-save', 'ours-override', 'ours-delta', 'floor'].flatMap((way) =>
    CHANGED_AMONG.map((count) => ({ way, count })),
  );
  const figures: Record<string, { seen: number[]; blocked: number[] }> = {};
  for (let i = 0; i < processes; i++) {
    for (const { way, count } of i % 2 === 0 ? ways : ways.toReversed()) {
      const once = await runOnce<{ seen: number; blocked: number }>('replace-once.js', [way, String(count)]);
      const all = (figures[`${way}: ${count}`] ??= { seen: [], blocked: [] });
      all.seen.push(once.seen);
      all.blocked.push(once.blocked);
    }
  }
  return figures satisfies Record<string, ReplaceFigures>;
}

/** Runs one of the scripts beside this file and reads the JSON that it prints. */
async function runOnce<T>(script: string, args: readonly string[]): Promise<T> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', file, ...args], { timeout: 60_000 });
  return JSON.parse(stdout) as T;
}
