/** One command and its arguments, as they are sent. */
export type RedisCommand = readonly string[];

/** How a command goes through a client of the application. */
export interface RedisCommandOptions {
  /** Empty for plain replies, whatever the application has chosen for its own. */
  readonly typeMapping: Readonly<Record<string, never>>;
  /** Takes it back while it is not sent. */
  readonly abortSignal: AbortSignal;
}

/** What is used of a connection that is this package's own: `createClient` of `redis` makes one. */
export interface RedisConnectionClient {
  connect(): Promise<unknown>;
  sendCommand(command: RedisCommand): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  destroy(): void;
}

/** What is used of a client's events. */
interface ErrorEvents {
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
}

/** A client of the package `redis`, 5 or 6, with whatever modules and type mapping: what `createClient` gives. */
export interface RedisClient extends ErrorEvents {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  readonly options?: { readonly socket?: object | undefined } | undefined;
  sendCommand(command: RedisCommand, options?: RedisCommandOptions): Promise<unknown>;
  duplicate(overrides?: object): RedisConnectionClient;
}

/** A Cluster of the package `redis`, 5 or 6, with whatever modules and type mapping: what `createCluster` gives. */
export interface RedisCluster extends ErrorEvents {
  readonly isOpen: boolean;
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    command: string[],
    options?: RedisCommandOptions,
  ): Promise<unknown>;
  getRandomNode(): object;
  nodeClient(node: object): Promise<RedisClient>;
}

export function isRedisCluster(client: RedisClient | RedisCluster): client is RedisCluster {
  return 'getRandomNode' in client;
}
