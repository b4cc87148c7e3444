import type { RedisClientOptions } from 'redis';
import { milliseconds, type Duration } from '../internal/duration.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { durationOption } from '../internal/options/duration-option.js';
import { option, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';
import { isPlainObject } from '../internal/options/plain-entries.js';
import { isText } from '../internal/text.js';
import type { RedisClient, RedisCluster } from './redis-client.js';

/** Options for a connection that the store opens and closes. */
export interface RedisStoreServer {
  /** The URL of the server, with `redis://` or, for TLS, `rediss://`, such as `rediss://user:password@host:6379/0`. */
  readonly url?: string | undefined;
  /** The options of `createClient` in the package `redis`, such as certificates, in addition to the URL or instead of it. */
  readonly clientOptions?: RedisClientOptions | undefined;
  /** Not allowed with `url` or `clientOptions`. */
  readonly client?: undefined;
}

/** A connection of the application. */
export interface RedisStoreClient {
  /**
   * A client or Cluster of the package `redis`, version 5 or 6; not a pool or Sentinel. The store neither connects nor
   * closes it: await its `connect()` first, and close it after the store. Listen to its `error` events: while no
   * store is open, an error without a listener ends the process. To receive changes, the store opens a
   * separate connection by its `duplicate()`. A `keyPrefix` of the client is not applied; use {@link
   * RedisStoreSettings.prefix}.
   */
  readonly client: RedisClient | RedisCluster;
  /** Not allowed with `client`. */
  readonly url?: undefined;
  /** Not allowed with `client`. */
  readonly clientOptions?: undefined;
}

/** The options of {@link RedisStore} apart from its connection. */
export interface RedisStoreSettings {
  /**
   * The prefix of all keys and of the channel, in braces; a different one for each application that shares the server.
   * 1 to 200 characters, without braces, white space and control characters. @default 'feature-flags'
   */
  readonly prefix?: string | undefined;
  /**
   * The timeout of one command, at most 10 minutes. For reading everything, or for more than 1,000 changes at once, it
   * is five times as long, but at most `storeTimeout`. @default '2s'
   */
  readonly timeout?: Duration | undefined;
  /** The approximate number of audit entries to keep; the oldest are removed, a hundred at a time. @default 100,000 */
  readonly auditLogSize?: number | undefined;
  /** How long the sticky variants of a unit are kept after its last evaluation. @default '720h' */
  readonly stickyTtl?: Duration | undefined;
  /** The name in `status()`, errors and logs; a bootstrap file is used only by a store of the same name. @default 'redis-store:' and the prefix */
  readonly name?: string | undefined;
}

/** The options of {@link RedisStore}: either `url`, `clientOptions` or both, or `client`. */
export type RedisStoreOptions = RedisStoreSettings & (RedisStoreServer | RedisStoreClient);

const redisStoreOptions = new OptionsSchema<RedisStoreOptions>('RedisStore', {
  url: option(
    isRedisUrl,
    'must be a URL such as "redis://localhost:6379" or, over TLS, "rediss://user:password@host:6379/0"',
  ),
  clientOptions: option(isPlainObject, 'must be a plain object with options of createClient of the package "redis"'),
  client: option(
    isClient,
    'must be a client or Cluster of the package "redis", made by createClient or createCluster; pools and Sentinel ' +
      'are not supported',
  ),
  prefix: option(
    (value) => isText(value, 200) && /^[^\s{}\p{Cc}]+$/u.test(value),
    'must have 1 to 200 characters of well-formed Unicode, without braces, white space and control characters',
  ),
  timeout: durationOption('1ms', '10m'),
  auditLogSize: wholeNumberOption(1),
  stickyTtl: durationOption('1ms', '876000h'),
  name: partNameOption,
});

/** {@link RedisStoreSettings} with all defaults, and durations in milliseconds. */
export interface ResolvedRedisStoreSettings {
  readonly prefix: string;
  readonly timeout: number;
  readonly auditLogSize: number;
  readonly stickyTtl: number;
  readonly name: string;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readRedisStoreOptions(given: RedisStoreOptions): RedisStoreOptions {
  const options = redisStoreOptions.read(given);
  assertOneConnection(options);
  return options;
}

/** @param options the result of {@link readRedisStoreOptions} */
export function resolveRedisStoreSettings(options: RedisStoreOptions): ResolvedRedisStoreSettings {
  const { prefix = 'feature-flags', auditLogSize = 100_000, name = `redis-store:${prefix}` } = options;
  const timeout = wholeMilliseconds(options.timeout ?? '2s');
  const stickyTtl = wholeMilliseconds(options.stickyTtl ?? '720h');
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
}

/** Plain JavaScript can pass anything, such as a promise, a pool, a Sentinel, or a client of another package. */
function isClient(client: unknown): boolean {
  if (typeof client !== 'object' || client === null || !('isOpen' in client && 'sendCommand' in client)) return false;
  return 'nodeClient' in client || ('isReady' in client && !('getSentinelNode' in client));
}

function isRedisUrl(url: unknown): boolean {
  return isText(url, MAX_URL_LENGTH) && URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol);
}

const MAX_URL_LENGTH = 4096;

/** The duration in whole milliseconds; at least one, because timers and Redis would read "0.4ms" as 0. */
function wholeMilliseconds(duration: Duration): number {
  return Math.max(1, Math.round(milliseconds(duration)));
}

function invalid(name: string, message: string): InvalidOptionsError {
  return new InvalidOptionsError(`Option "${name}" of RedisStore ${message}.`);
}
