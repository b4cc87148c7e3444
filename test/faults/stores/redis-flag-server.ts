import { createClient } from 'redis';
import { durableRedisServer } from '../../support/redis-servers.js';
import { redisServer } from '../../support/servers.js';
import { ServerProcess, type ServerCommand } from '../../support/server-process.js';
import type { Lab } from '../lab.js';
import type { CarriedOut, FlagServer } from './flag-server.js';
import { redisMessageDelays } from './redis-message-delays.js';
import type { RedisStoreAddress, StoreAddress } from './store-address.js';

/** A Redis in memory. */
export async function redisInMemory(lab: Lab): Promise<FlagServer> {
  return await RedisFlagServer.start(lab, redisServer);
}

/** A Redis that has every write on its disk before it answers, and still has it after it was killed. */
export async function redis(lab: Lab): Promise<FlagServer> {
  return await RedisFlagServer.start(lab, durableRedisServer(await lab.directory()));
}

const WHOLE_READS = /^(hgetall|hvals|hscan|scan|keys)$/;
const PREFIX = 'faults';

class RedisFlagServer implements FlagServer {
  readonly name = 'Redis';
  readonly address: RedisStoreAddress;
  readonly #process: ServerProcess;
  #client;

  private constructor(process: ServerProcess) {
    this.#process = process;
    this.address = { kind: 'redis', port: process.port, prefix: PREFIX };
    this.#client = clientOf(process.port);
  }

  static async start(lab: Lab, command: ServerCommand): Promise<RedisFlagServer> {
    const process = await lab.keep(ServerProcess.start(command), (server) => server.kill());
    const server = new RedisFlagServer(process);
    await lab.keep(server.#client.connect(), async () => server.#client.destroy());
    return server;
  }

  get port(): number {
    return this.#process.port;
  }

  async space(name: string): Promise<StoreAddress> {
    return { ...this.address, prefix: name };
  }

  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async restart(): Promise<void> {
    await this.#process.restart();
    if (this.#client.isOpen) this.#client.destroy();
    this.#client = clientOf(this.port);
    await this.#client.connect();
  }

  async empty(): Promise<void> {
    await this.#client.flushAll();
  }

  async publish(messages: readonly string[]): Promise<void> {
    await Promise.all(messages.map((message) => this.#client.publish(`{${PREFIX}}:changes`, message)));
  }

  async leaseHolder(address: StoreAddress, lease: string): Promise<string | undefined> {
    if (address.kind !== 'redis') return undefined;
    return (await this.#client.get(`{${address.prefix}}:lease:${lease}`)) ?? undefined;
  }

  async carriedOut(): Promise<readonly CarriedOut[]> {
    const stats = await this.#client.info('commandstats');
    const names = await this.#client.sendCommand(['COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', 'read']);
    const readers = new Set(names as unknown as readonly string[]);
    return Array.from(stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm), ([, text = '', calls]) => ({
      text,
      calls: Number(calls),
      effect: effectOf(text, readers),
    })).filter(({ text }) => text !== 'info' && text !== 'command|list');
  }

  async messageDelays(rounds: number): Promise<readonly number[]> {
    return await redisMessageDelays(this.port, rounds);
  }
}

function clientOf(port: number) {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
  client.on('error', () => {}); // reported by the command that fails
  return client;
}

function effectOf(command: string, readers: ReadonlySet<string>): CarriedOut['effect'] {
  if (command === 'xrange') return 'reads_log';
  if (WHOLE_READS.test(command)) return 'reads_all';
  return readers.has(command) ? 'reads' : 'other';
}
