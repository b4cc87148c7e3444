import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { flagProviderContract } from '../../lib/testing/flag-provider.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { HttpFlagProvider } from './recipes/writing-a-provider/http-flag.provider.js';
import { TableFlagProvider, type FlagTable } from './recipes/writing-a-provider/table-flag.provider.js';

flagProviderContract(
  contractRunner,
  'HttpFlagProvider',
  async (flags, segments) => {
    let content: object = { flags, segments };
    let isBroken = false;
    const server = createServer((_request, response) => {
      response.statusCode = isBroken ? 503 : 200;
      response.end(JSON.stringify(content));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      provider: new HttpFlagProvider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      holdsSegments: true,
      change: (nextFlags, nextSegments) => {
        content = { flags: nextFlags, segments: nextSegments };
      },
      break: () => {
        isBroken = true;
      },
      repair: () => {
        isBroken = false;
      },
      close: async () => {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      },
    };
  },
  { lacks: ['close', 'watch', 'write', 'write_segments'] },
);

/** A table in memory. */
class MemoryTable implements FlagTable {
  readonly #listeners = new Set<(key: string, definition: unknown) => void>();
  #rows: Record<string, unknown>;

  constructor(rows: Readonly<Record<string, unknown>>) {
    this.#rows = structuredClone(rows);
  }

  async all() {
    return structuredClone(this.#rows);
  }

  onRow(listener: (key: string, definition: unknown) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  replace(rows: Readonly<Record<string, unknown>>): void {
    const keys = new Set([...Object.keys(this.#rows), ...Object.keys(rows)]);
    this.#rows = structuredClone(rows);
    for (const key of keys) for (const listener of this.#listeners) listener(key, structuredClone(this.#rows[key]));
  }
}

flagProviderContract(
  contractRunner,
  'TableFlagProvider',
  (definitions) => {
    const table = new MemoryTable(definitions);
    return { provider: new TableFlagProvider(table), change: (next) => table.replace(next) };
  },
  { lacks: ['close', 'outage', 'segments', 'write', 'write_segments'] },
);
