import type { RedisClientOptions } from 'redis';
import { millisecondsWithin, type Duration } from '../engine/duration.js';
import { InvalidOptionsError } from '../engine/flag.errors.js';
import { assertKnownOptions, type KnownOptions } from '../engine/known-options.js';
import type { RedisClient, RedisCluster } from './redis-client.js';

/** A connection that the store opens, keeps and closes. */
export interface RedisStoreServer {
  /** `redis://` or, over TLS, `rediss://`, such as `rediss://user:password@host:6379/0`. */
  readonly url?: string | undefined;
  /** What the package `redis` takes for `createClient`, such as certificates; beside the URL or in its place. */
  readonly clientOptions?: RedisClientOptions | undefined;
  readonly client?: undefined;
}

/** A connection that the application has. */
export interface RedisStoreClient {
  /**
   * A client or Cluster of the package `redis`, 5 or 6; not a pool, and not a Sentinel. It is used, never connected and
   * never closed: await its `connect()` first, and close it after the store. Listen to its `error` events: where nobody
   * does, and no store is open on it, Node ends the process at the first one. Watching needs a connection of its own,
   * made by its `duplicate()`. A `keyPrefix` of the client is not applied: there is {@link RedisStoreSettings.prefix}.
   */
  readonly client: RedisClient | RedisCluster;
  readonly url?: undefined;
  readonly clientOptions?: undefined;
}

export interface RedisStoreSettings {
  /**
   * What the names of all keys and of the channel begin with, in braces; one for each application that shares the server.
   * 1 to 200 characters, without braces, white space and control characters. @default 'feature-flags'
   */
  readonly prefix?: string | undefined;
  /**
   * How long one answer may take; reading everything, five times as long, as far as `storeTimeout` allows. At most 10
   * minutes. @default '2s'
   */
  readonly timeout?: Duration | undefined;
  /** About how many audit entries are kept; the oldest give way, a hundred at a time. @default 100,000 */
  readonly auditLogSize?: number | undefined;
  /** How long a unit that is not seen any more keeps its sticky variants. @default '720h' */
  readonly stickyTtl?: Duration | undefined;
  /** In `status()`, errors and logs; also tells whose copy a bootstrap file is. @default 'redis:' and the prefix */
  readonly name?: string | undefined;
}

/** Options of {@link redisStore}: `url`, `clientOptions` or both of these, or else `client`. */
export type RedisStoreOptions = RedisStoreSettings & (RedisStoreServer | RedisStoreClient);

const KNOWN = {
  url: true,
  clientOptions: true,
  client: true,
  prefix: true,
  timeout: true,
  auditLogSize: true,
  stickyTtl: true,
  name: true,
} satisfies KnownOptions<RedisStoreOptions>;

/** {@link RedisStoreSettings} with all defaults, and durations in milliseconds. */
export interface ResolvedRedisStoreSettings {
  readonly prefix: string;
  readonly timeout: number;
  readonly auditLogSize: number;
  readonly stickyTtl: number;
  readonly name: string;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function resolveRedisStoreSettings(options: RedisStoreOptions): ResolvedRedisStoreSettings {
  assertKnownOptions(options, KNOWN, 'redisStore');
  const { prefix = 'feature-flags', auditLogSize = 100_000, name = `redis:${prefix}`, url } = options;
  assertOneConnection(options);
  if (url !== undefined) assertUrl(url);
  if (typeof prefix !== 'string' || !/^[^\s{}\p{Cc}]{1,200}$/u.test(prefix)) {
    throw invalid('prefix', 'must have 1 to 200 characters, without braces, white space and control characters');
  }
  if (!Number.isSafeInteger(auditLogSize) || auditLogSize < 1) {
    throw invalid('auditLogSize', 'must be a whole number of at least 1');
  }
  if (typeof name !== 'string' || name === '') throw invalid('name', 'must be a text that is not empty');
  const timeout = duration(options.timeout ?? '2s', 'timeout', '10m');
  const stickyTtl = duration(options.stickyTtl ?? '720h', 'stickyTtl', '876000h');
  return Object.freeze({ prefix, timeout, auditLogSize, stickyTtl, name });
}

function assertOneConnection({ url, clientOptions, client }: RedisStoreOptions): void {
  const hasServer = url !== undefined || clientOptions !== undefined;
  if (client === undefined && !hasServer) {
    throw invalid('url', 'is missing: give a URL such as "redis://localhost:6379", or a client as "client"');
  }
  if (client !== undefined && hasServer) {
    throw invalid('client', 'cannot be combined with "url" or "clientOptions": it is connected already');
  }
  if (client !== undefined && !isClient(client)) {
    throw invalid(
      'client',
      'must be a client or Cluster of the package "redis", which createClient or createCluster gives; pools and Sentinel ' +
        'are not supported',
    );
  }
}

/** Plain JavaScript may give anything, such as a promise, a pool, a Sentinel, or the client of another package. */
function isClient(client: unknown): boolean {
  if (typeof client !== 'object' || client === null || !('isOpen' in client && 'sendCommand' in client)) return false;
  return 'nodeClient' in client || ('isReady' in client && !('getSentinelNode' in client));
}

/** Tells nothing of the URL, which may hold a password. */
function assertUrl(url: string): void {
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return;
  throw invalid(
    'url',
    'must be a URL such as "redis://localhost:6379" or, over TLS, "rediss://user:password@host:6379/0"',
  );
}

/** In whole milliseconds, which is what timers and Redis count. */
function duration(given: Duration, option: string, longest: Duration): number {
  return Math.round(millisecondsWithin(given, option, ['1ms', longest], 'redisStore'));
}

function invalid(option: string, message: string): InvalidOptionsError {
  return new InvalidOptionsError(`Option "${option}" of redisStore ${message}.`);
}
