import { Client } from 'pg';
import { machineTime } from '../machine-time.js';

const CHANNEL = 'bare';

/** The table of a client without this package. */
export const BARE_TABLE = 'CREATE TABLE IF NOT EXISTS bare (version bigint PRIMARY KEY, entry text)';

const APPEND = `
  WITH logged AS (INSERT INTO bare VALUES ($1::float8::bigint, $2) RETURNING version)
  SELECT pg_notify('${CHANNEL}', version::text) FROM logged`;

/** What anybody would write who wants to learn of changes: it is notified, and reads what was added. */
export class BareListener {
  readonly #writer: Client;
  readonly #reader: Client;
  readonly #listener: Client;
  readonly #seen: number[] = [];
  readonly #waiting = new Set<() => void>();
  #version = 0;
  #reading: Promise<void> | undefined;

  private constructor(url: string) {
    const client = () => new Client({ connectionString: url });
    [this.#writer, this.#reader, this.#listener] = [client(), client(), client()];
    this.#listener.on('notification', () => void (this.#reading = this.#read(this.#reading)));
  }

  static async start(url: string): Promise<BareListener> {
    const bare = new BareListener(url);
    const clients = [bare.#writer, bare.#reader, bare.#listener];
    for (const client of clients) await client.connect();
    await bare.#listener.query(`LISTEN ${CHANNEL}`);
    return bare;
  }

  /** Adds an entry. @returns when the call began */
  async append(version: number, entry: string): Promise<number> {
    const began = machineTime();
    await this.#writer.query(APPEND, [version, entry]);
    return began;
  }

  /** When this version was read. */
  async seen(version: number): Promise<number> {
    for (;;) {
      const at = this.#seen[version];
      if (at !== undefined) return at;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async close(): Promise<void> {
    for (const client of [this.#writer, this.#reader, this.#listener]) await client.end();
  }

  async #read(previous: Promise<void> | undefined): Promise<void> {
    await previous;
    const found = await this.#reader.query<{ readonly version: string; readonly entry: string }>(
      'SELECT version, entry FROM bare WHERE version > $1 ORDER BY version',
      [this.#version],
    );
    for (const { version, entry } of found.rows) {
      JSON.parse(entry);
      this.#version = Number(version);
      this.#seen[this.#version] = machineTime();
    }
    for (const look of this.#waiting) look();
    this.#waiting.clear();
  }
}
