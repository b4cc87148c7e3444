import { Cores } from './cores.js';
import type { GateResult } from './http-results.js';
import { NestFolder } from './nest-folder.js';
import { ROWS, type Row } from './row.js';
import { ServerProcess } from './server-process.js';
import type { RowName } from './server/row-name.js';
import type { ServerSetting } from './setting.js';
import { TimedRow } from './timed-row.js';

/** Gated routes, each with its floor: as many guards that return `true`, inside a bare `AsyncLocalStorage.run`. */
const PAIRS = {
  one: { floor: 'als-no-op-guard', gated: 'guard-ambient' },
  five: { floor: 'als-five-no-op-guards', gated: 'five-guards-ambient' },
} as const satisfies Record<string, { readonly floor: RowName; readonly gated: RowName }>;

const COMPARED: readonly RowName[] = Object.values(PAIRS).flatMap(({ floor, gated }) => [floor, gated]);

/** How long and how often a row is loaded; seconds. */
export interface GateTiming {
  readonly slice: number;
  readonly warmUp: number;
  readonly rounds: number;
  /** How often the server is started anew. */
  readonly generations: number;
}

/** The settings that have goals. */
const NODES = ['suite', 24] as const;

/**
 * What gates cost, in CPU of the server a request. All routes of a comparison are served by one process, as applications of
 * their own: two processes of the same code differ by more than a gate costs, whereas here they share code, heap and
 * collections, and take turns of a tenth of a second.
 *
 * @throws when a row answers wrong
 */
export async function timeGates(timing: GateTiming | undefined): Promise<readonly GateResult[]> {
  const results: GateResult[] = [];
  for (const node of NODES) {
    results.push(await timeOn({ nest: 12, platform: 'fastify', node, heap: 'collected' }, timing));
  }
  return results;
}

async function timeOn(setting: ServerSetting, timing: GateTiming | undefined): Promise<GateResult> {
  const more: Record<keyof typeof PAIRS, number[]> = { one: [], five: [] };
  const cores = Cores.find();
  cores?.take();
  try {
    for (let generation = 0; generation < (timing?.generations ?? 1); generation++) {
      const server = await ServerProcess.start(setting, COMPARED, cores);
      try {
        const rows = new Map<RowName, TimedRow>();
        for (const row of ROWS.filter(isCompared)) rows.set(row.name, await TimedRow.of(row, server));
        if (timing !== undefined) await timeRounds(setting, rows, timing, more);
      } finally {
        await server.stop();
      }
    }
  } finally {
    cores?.release();
  }
  const folder = new NestFolder(setting.nest);
  const version = setting.node === 24 ? await folder.versionOf('node') : process.versions.node;
  return { title: `Fastify, Nest ${await folder.versionOf('@nestjs/core')}, Node ${version}`, more };
}

async function timeRounds(
  { heap }: ServerSetting,
  rows: ReadonlyMap<RowName, TimedRow>,
  { rounds, slice, warmUp }: GateTiming,
  more: Record<keyof typeof PAIRS, number[]>,
): Promise<void> {
  for (const row of rows.values()) await row.warmUp(warmUp, heap);
  for (let round = 0; round < rounds; round++) {
    const cpu = new Map<RowName, number>();
    const order = round % 2 === 0 ? COMPARED : COMPARED.toReversed();
    for (const name of order) cpu.set(name, (await rows.get(name)?.slice(slice))?.cpu ?? Number.NaN);
    for (const [pair, { floor, gated }] of Object.entries(PAIRS)) {
      more[pair as keyof typeof PAIRS].push((cpu.get(gated) ?? Number.NaN) - (cpu.get(floor) ?? Number.NaN));
    }
  }
}

function isCompared({ name }: Row): boolean {
  return COMPARED.includes(name);
}
