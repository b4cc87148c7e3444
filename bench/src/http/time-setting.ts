import { Cores } from './cores.js';
import type { RowResult, SettingResult, Slice } from './http-results.js';
import { NestFolder } from './nest-folder.js';
import type { RowName } from './server/row-name.js';
import type { Setting } from './setting.js';
import { TimedRow } from './timed-row.js';

export interface Timing {
  /** How long a row is loaded at a time, in seconds. */
  readonly slice: number;
  /** How long before it counts, in seconds. */
  readonly warmUp: number;
}

/** What a row is called in messages, and the bare route's second process. */
type Place = RowName | 'bare-again';

/** Verifies all rows of a setting, then times them side by side; without `timing` it verifies only. */
export async function timeSetting(setting: Setting, timing: Timing | undefined): Promise<SettingResult> {
  const slices = new Map<Place, Slice[]>();
  const refused = new Map<RowName, string>();
  const cores = Cores.find();
  cores?.take();
  try {
    for (let generation = 0; generation < (timing === undefined ? 1 : setting.generations); generation += 1) {
      const running = new Map<Place, TimedRow>();
      try {
        await startAll(setting, cores, running, refused);
        if (timing !== undefined) await timeGeneration(setting, running, timing, slices);
      } finally {
        await Promise.all([...running.values()].map(({ server }) => server.stop()));
      }
    }
  } finally {
    cores?.release();
  }
  const rows = setting.rows.map(({ name, title }): RowResult => {
    const reason = refused.get(name);
    if (reason !== undefined) return { name, title, slices: [], refused: reason };
    return { name, title, slices: slices.get(name) ?? [] };
  });
  return { id: setting.id, title: await titleOf(setting), rows, bareAgain: slices.get('bare-again') ?? [] };
}

async function startAll(
  setting: Setting,
  cores: Cores | undefined,
  running: Map<Place, TimedRow>,
  refused: Map<RowName, string>,
): Promise<void> {
  for (const row of setting.rows) {
    if (refused.has(row.name)) continue;
    try {
      running.set(row.name, await TimedRow.start(setting, row, cores));
      if (row.name === 'bare') running.set('bare-again', await TimedRow.start(setting, row, cores));
    } catch (error) {
      refused.set(row.name, error instanceof Error ? error.message : String(error));
    }
  }
  if (!running.has('bare')) throw new Error(`The bare route of ${setting.id} fails: ${refused.get('bare')}`);
}

async function timeGeneration(
  { rounds, heap }: Setting,
  running: ReadonlyMap<Place, TimedRow>,
  { slice, warmUp }: Timing,
  slices: Map<Place, Slice[]>,
): Promise<void> {
  for (const timed of running.values()) await timed.warmUp(warmUp, heap);
  const others = [...running.keys()].filter((place) => place !== 'bare' && place !== 'bare-again');
  for (let round = 0; round < rounds; round += 1) {
    for (const place of orderOf(others, round)) {
      const measured = await running.get(place)?.slice(slice);
      if (measured !== undefined) slices.set(place, [...(slices.get(place) ?? []), measured]);
    }
  }
}

/** The bare route at the beginning and in the middle, by one of its processes each; the others in turn. */
function orderOf(others: readonly Place[], round: number): readonly Place[] {
  const first = others.length === 0 ? 0 : (round * 5) % others.length; // far enough to leave the neighbourhood
  const turned = [...others.slice(first), ...others.slice(0, first)];
  const middle = Math.ceil(turned.length / 2);
  const [one, other]: readonly Place[] = round % 2 === 0 ? ['bare', 'bare-again'] : ['bare-again', 'bare'];
  return [one ?? 'bare', ...turned.slice(0, middle), other ?? 'bare-again', ...turned.slice(middle)];
}

async function titleOf({ nest, platform, node, heap }: Setting): Promise<string> {
  const folder = new NestFolder(nest);
  const version = node === 24 ? await folder.versionOf('node') : process.versions.node;
  const name = platform === 'fastify' ? 'Fastify' : 'Express';
  return `${name}, Nest ${await folder.versionOf('@nestjs/core')}, Node ${version}${heap === 'fresh' ? ', before the first full collections' : ''}`;
}
