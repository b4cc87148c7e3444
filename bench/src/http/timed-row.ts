import type { Cores } from './cores.js';
import type { Slice } from './http-results.js';
import { Load } from './load.js';
import type { Row } from './row.js';
import { ServerProcess } from './server-process.js';
import type { Heap, Setting } from './setting.js';
import { verifyRow } from './verify-row.js';

/** A row whose server runs and has been found to answer right. */
export class TimedRow {
  private constructor(
    readonly row: Row,
    readonly server: ServerProcess,
    private readonly replyBytes: number,
  ) {}

  /** @throws when it does not start or answers wrong */
  static async start(setting: Setting, row: Row, cores: Cores | undefined): Promise<TimedRow> {
    const server = await ServerProcess.start(setting, [row.name], cores);
    try {
      return await TimedRow.of(row, server);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** One of the rows of a server that runs; throws when it answers wrong. */
  static async of(row: Row, server: ServerProcess): Promise<TimedRow> {
    return new TimedRow(row, server, await verifyRow(row, server));
  }

  /** Loads it before it counts, on both sides of what its heap has behind it. */
  async warmUp(length: number, heap: Heap): Promise<void> {
    await this.slice(length / 2);
    if (heap === 'collected') await this.server.collect();
    await this.slice(length / 2);
  }

  /** Measures it under load. */
  async slice(length: number): Promise<Slice> {
    const load = await Load.open(this.server.portOf(this.row.name), this.replyBytes);
    try {
      const before = await this.server.cpu();
      const { requests, seconds } = await load.run(length);
      const cpu = (await this.server.cpu()) - before;
      return { rate: requests / seconds, cpu: cpu / requests, busy: cpu / (seconds * 1e6) };
    } finally {
      load.close();
    }
  }
}
