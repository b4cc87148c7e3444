import { createClient } from 'redis';

/** How often each command was carried out, by its name. */
export type CommandCounts = ReadonlyMap<string, number>;

/** Asks a Redis what it has been doing. */
export class RedisObserver {
  readonly #client;

  private constructor(port: number) {
    this.#client = createClient({ url: `redis://127.0.0.1:${port}` });
    this.#client.on('error', () => {}); // reported by the command that fails
  }

  static async connect(port: number): Promise<RedisObserver> {
    const observer = new RedisObserver(port);
    await observer.#client.connect();
    return observer;
  }

  /** Since the start of the server, those of scripts included. */
  async commands(): Promise<CommandCounts> {
    const stats = await this.#client.info('commandstats');
    return new Map(
      Array.from(stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm), ([, name = '', calls]) => [name, Number(calls)]),
    );
  }

  /** The names of all commands that read data. */
  async readers(): Promise<ReadonlySet<string>> {
    const names = await this.#client.sendCommand(['COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', 'read']);
    return new Set(names as unknown as readonly string[]);
  }

  /** The text that a key holds. */
  async text(key: string): Promise<string | null> {
    return await this.#client.get(key);
  }

  /** Loses all data, as FLUSHALL does. */
  async empty(): Promise<void> {
    await this.#client.flushAll();
  }

  close(): void {
    this.#client.destroy();
  }
}
