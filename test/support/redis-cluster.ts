import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { clusterRedisServer } from './redis-servers.js';
import { ServerProcess } from './server-process.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);
const SLOTS = 16_384;
const MASTERS = 3;
const MEETING_MS = 20_000;

/** Three masters that share the slots, on ports of their own. */
export class RedisCluster {
  private constructor(
    readonly masters: readonly ServerProcess[],
    readonly stop: () => Promise<void>,
  ) {}

  /** Resolves once every node knows all the others and serves. */
  static async start(): Promise<RedisCluster> {
    const { path, remove } = await temporaryDirectory();
    const masters: ServerProcess[] = [];
    const stop = async () => {
      await Promise.all(masters.map((master) => master.stop()));
      await remove();
    };
    try {
      const buses: number[] = [];
      for (let i = 0; i < MASTERS; i++) {
        const bus = await freePort();
        const directory = join(path, `${i}`);
        await mkdir(directory);
        masters.push(await ServerProcess.start(clusterRedisServer(directory, bus)));
        buses.push(bus);
      }
      await meet(masters, buses);
      return new RedisCluster(masters, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }
}

async function meet(masters: readonly ServerProcess[], buses: readonly number[]): Promise<void> {
  for (const [i, { port }] of masters.entries()) {
    const from = Math.floor((i * SLOTS) / MASTERS);
    const to = Math.floor(((i + 1) * SLOTS) / MASTERS) - 1;
    await ask(port, 'CLUSTER', 'ADDSLOTSRANGE', `${from}`, `${to}`);
    await ask(port, 'CLUSTER', 'SET-CONFIG-EPOCH', `${i + 1}`);
    await ask(masters[0]?.port ?? port, 'CLUSTER', 'MEET', '127.0.0.1', `${port}`, `${buses[i]}`);
  }
  await eventually(async () => {
    for (const { port } of masters) {
      const info = await ask(port, 'CLUSTER', 'INFO');
      if (!/cluster_state:ok/.test(info) || !/cluster_known_nodes:3\b/.test(info)) throw new Error(info);
      if ((await ask(port, 'CLUSTER', 'SLOTS')).includes('""')) throw new Error('a node has no address yet');
    }
  }, MEETING_MS);
}

async function ask(port: number, ...command: readonly string[]): Promise<string> {
  return (await run('redis-cli', ['-h', '127.0.0.1', '-p', `${port}`, ...command])).stdout;
}
