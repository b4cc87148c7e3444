import type { AuditEntry, AuditQuery } from '../store/audit-entry.js';
import { appendTimeout, longTimeout } from '../store/connection/long-call.js';
import type { FlagStore, StickyDocument, StoreContent, StoreListener, StorePosition } from '../store/flag-store.js';
import { assertAppendArguments, assertQueryArgument } from '../store/store-arguments.js';
import { parsePosition } from '../store/store-position.js';
import type { FlagUsageDelta, FlagUsageReport } from '../store/usage/flag-usage.js';
import { AppConnection } from './connection/app-connection.js';
import { appendCall } from './scripts/append.script.js';
import { AuditStream } from './audit-stream.js';
import { leaseScript } from './scripts/lease.script.js';
import { OwnConnection } from './connection/own-connection.js';
import { readContent, readScript } from './scripts/read.script.js';
import { RedisCommands } from './redis-commands.js';
import type { RedisConnection } from './connection/redis-connection.js';
import { RedisFailures } from './connection/redis-failures.js';
import { RedisKeys } from './redis-keys.js';
import { RedisSticky } from './redis-sticky.js';
import { RedisUsage } from './redis-usage.js';
import { readRedisStoreOptions, resolveRedisStoreSettings, type RedisStoreOptions } from './redis-store.options.js';
import { millisecondsOf } from './redis-time.js';
import { RedisWatch } from './redis-watch.js';

/**
 * Keeps flags, segments, overrides, scheduled changes, sticky variants, usage and the audit log in Redis (6.2 or later) or
 * Valkey, standalone or Cluster. Instances that share it receive each other's changes immediately. It connects when
 * it is first used. It needs the package `redis`, 5 or 6.
 *
 * The server must not evict keys (`maxmemory-policy noeviction`). An ACL user needs the key pattern `~{PREFIX}:*`, the
 * channel `&{PREFIX}:changes`, both with the braces and with `\` before each of `*?[]\`, and the commands of
 * {@link REDIS_COMMANDS}.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @example new RedisStore({ url: process.env.REDIS_URL })
 * @example
 * // A client of the application, which handles its errors, connects it first, and closes it after the store.
 * const client = createCluster({ rootNodes }).on('error', (error) => logger.error(error.message));
 * new RedisStore({ client: await client.connect(), prefix: 'shop' });
 */
export class RedisStore implements FlagStore {
  readonly name: string;
  readonly #keys: RedisKeys;
  readonly #failures: RedisFailures;
  readonly #timeout: number;
  readonly #auditLogSize: number;
  readonly #connection: RedisConnection;
  readonly #commands: RedisCommands;
  readonly #log: AuditStream;
  readonly #sticky: RedisSticky;
  readonly #usage: RedisUsage;
  readonly #watch: RedisWatch;

  constructor(given: RedisStoreOptions) {
    const options = readRedisStoreOptions(given);
    const { name, prefix, timeout, auditLogSize, stickyTtl } = resolveRedisStoreSettings(options);
    this.name = name;
    this.#timeout = timeout;
    this.#auditLogSize = auditLogSize;
    this.#keys = new RedisKeys(prefix);
    this.#failures = new RedisFailures(name, this.#keys);
    this.#connection = this.#connect(options, timeout);
    this.#commands = new RedisCommands(this.#connection, this.#failures, timeout);
    this.#log = new AuditStream(this.#commands, this.#keys.audit);
    this.#sticky = new RedisSticky(this.#commands, this.#keys, stickyTtl);
    this.#usage = new RedisUsage(this.#commands, this.#keys);
    this.#watch = new RedisWatch({
      connection: this.#connection,
      keys: this.#keys,
      failures: this.#failures,
      timeout,
    });
  }

  async read(): Promise<StoreContent> {
    const { head: key, documents: hash } = this.#keys;
    const call = readScript.call({ head: key, documents: hash });
    await this.#commands.send(['GET', key], key); // so that a server that hangs is noticed before the longer timeout
    const { head, repeated, documents } = readContent(await this.#commands.run(call, longTimeout(this.#timeout)));
    const position = parsePosition(head);
    if (position === undefined) {
      throw this.#failures.failed(
        `its key "${key}" contains no position (a version and an id): restore all keys of the prefix from a backup`,
      );
    }
    if (head !== repeated) throw this.#failures.torn();
    return { position, documents };
  }

  /** Appends entries. They are as durable as the server makes them: with `appendfsync always`, they are then on disk. */
  async append(entries: readonly AuditEntry[], last: StorePosition): Promise<boolean> {
    assertAppendArguments(entries, last);
    const limit = appendTimeout(entries.length, this.#timeout);
    return (await this.#commands.run(appendCall(entries, last, this.#keys, this.#auditLogSize), limit)) === 1;
  }

  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    assertQueryArgument(query);
    return await this.#log.query(query);
  }

  async watch(listener: StoreListener): Promise<() => void> {
    return await this.#watch.watch(listener);
  }

  async readSticky(units: readonly string[]): Promise<readonly StickyDocument[]> {
    return await this.#sticky.read(units);
  }

  async writeSticky(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    return await this.#sticky.write(documents);
  }

  async addUsage(delta: FlagUsageDelta): Promise<void> {
    await this.#usage.add(delta);
  }

  async readUsage(): Promise<FlagUsageReport | undefined> {
    return await this.#usage.read();
  }

  async lease(name: string, holder: string, milliseconds: number): Promise<boolean> {
    const whole = Math.max(1, Math.ceil(milliseconds)); // Redis accepts no fractions
    const call = leaseScript.call({ lease: this.#keys.lease(name), holder, milliseconds: whole });
    return (await this.#commands.run(call)) === 1;
  }

  /** Reads the clock of the server that holds the keys. */
  async now(): Promise<number> {
    return millisecondsOf(await this.#commands.send(['TIME'], this.#keys.head));
  }

  /** Closes the store's own connections; all pending calls fail. */
  close(): void {
    const closed = this.#failures.unavailable('it is closed');
    this.#watch.close(closed);
    this.#connection.close(closed);
  }

  #connect({ client, url, clientOptions }: RedisStoreOptions, timeout: number): RedisConnection {
    if (client !== undefined) return new AppConnection(client, timeout);
    const up = () => this.#watch.up();
    const down = (error: unknown) => this.#watch.down(error);
    return new OwnConnection({ url, clientOptions, timeout, up, down });
  }
}
