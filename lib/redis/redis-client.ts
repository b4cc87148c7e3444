/** One command and its arguments, as they are sent. */
export type RedisCommand = readonly string[];

/** The options of a command that a client of the application sends. */
export interface RedisCommandOptions {
  /** Empty for plain replies, regardless of the type mapping that the application uses. */
  readonly typeMapping: Readonly<Record<string, never>>;
  /** Withdraws the command if it has not been sent yet. */
  readonly abortSignal: AbortSignal;
}

/** The methods used of a connection that the store owns, as created by `createClient` of `redis`. */
export interface RedisConnectionClient {
  connect(): Promise<unknown>;
  sendCommand(command: RedisCommand): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  destroy(): void;
}

/** The methods used of a client's events. */
interface ErrorEvents {
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
}

/** A client of the package `redis`, 5 or 6, with any modules and type mapping, as created by `createClient`. */
export interface RedisClient extends ErrorEvents {
  /** Whether the client was connected and not closed. */
  readonly isOpen: boolean;
  /** Whether commands can be sent now. */
  readonly isReady: boolean;
  /** The options that the client was created with. */
  readonly options?: { readonly socket?: object | undefined } | undefined;
  /** Sends one command. */
  sendCommand(command: RedisCommand, options?: RedisCommandOptions): Promise<unknown>;
  /** Creates a client with the same options. */
  duplicate(overrides?: object): RedisConnectionClient;
}

/** A Cluster of the package `redis`, 5 or 6, with any modules and type mapping, as created by `createCluster`. */
export interface RedisCluster extends ErrorEvents {
  /** Whether the Cluster was connected and not closed. */
  readonly isOpen: boolean;
  /** Sends one command to the node that holds the key. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    command: string[],
    options?: RedisCommandOptions,
  ): Promise<unknown>;
  /** Selects a node. */
  getRandomNode(): object;
  /** Connects to a node. */
  nodeClient(node: object): Promise<RedisClient>;
}

export function isRedisCluster(client: RedisClient | RedisCluster): client is RedisCluster {
  return 'getRandomNode' in client;
}
