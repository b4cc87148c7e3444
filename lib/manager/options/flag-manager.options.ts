import { safeLogger } from '../safe-logger.js';
import { createCache } from 'cache-manager';
import { MemoryStickyStore } from '../../engine/allocation/memory-sticky-store.js';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { Bucketer } from '../../engine/allocation/bucketer.js';
import type { CustomOperator, CustomStrategy, Extensions } from '../../engine/extensions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagDefinitions } from '../../engine/flag.js';
import type { SegmentDefinitions } from '../../engine/targeting/segment.js';
import type { FlagCacheBackend } from '../../providers/cache/cache-backend.js';
import { ChainedProvider } from '../../providers/chained.provider.js';
import type { FlagProvider } from '../../providers/flag-provider.js';
import { LocalProvider } from '../../providers/local.provider.js';
import { AuditKeys } from '../../store/audit/audit-keys.js';
import type { FlagStore } from '../../store/flag-store.js';
import { MemoryStore } from '../../store/memory/memory.store.js';
import { ambientContext } from '../reading/ambient-context.js';
import { systemClock, type Clock } from '../clock.js';
import { DefinitionCache } from '../definitions/definition-cache.js';
import { milliseconds, type Duration } from '../../internal/duration.js';
import type { FlagLogger } from '../flag-logger.js';
import type { UnknownFlagsPolicy } from '../overrides/unknown-flags.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { managerOptions } from './manager-options.schema.js';

export interface FlagManagerOptions {
  /** `false` switches everything off: nothing is read, and every question gets its default. @default true */
  readonly enabled?: boolean | undefined;
  /** Flags written in code; every provider outranks them. @default none */
  readonly initialFlags?: FlagDefinitions | undefined;
  /** Segments written in code; every provider outranks them. @default none */
  readonly initialSegments?: SegmentDefinitions | undefined;
  /** Sources of flags; the first one that defines a flag wins. The manager closes them. @default none */
  readonly providers?: readonly FlagProvider[] | undefined;
  /**
   * How old definitions may get before they are read again: seconds, up to 86,400, or a duration such as `'500ms'`, up to
   * a year. 0 reads them before each request. Sources that announce their changes need none. @default 60
   */
  readonly cacheTtl?: Duration | number | undefined;
  /** A cache-manager cache for definitions, such as one that several instances share. @default one in memory */
  readonly cache?: FlagCacheBackend | undefined;
  /** What the keys in `cache` begin with; one for each application that shares the cache. @default 'feature-flags' */
  readonly cacheNamespace?: string | undefined;
  /** What a flag that nobody defines answers when the caller gives no default. @default false */
  readonly defaultEnabled?: boolean | undefined;
  /** How long starting waits for the providers; at most 10 minutes. @default '10s' */
  readonly bootTimeout?: Duration | undefined;
  /** How long one provider may take for one answer, when starting and later; at most 10 minutes. @default '10s' */
  readonly loadTimeout?: Duration | undefined;
  /**
   * What a provider that fails when starting means: `throw` fails the start, `defaults` goes on without its flags and
   * tries again. @default 'throw'
   */
  readonly onBootFailure?: 'throw' | 'defaults' | undefined;
  /** What an override of a flag means that no definition knows: it is refused, warned of, or taken. @default 'warn' */
  readonly unknownFlags?: UnknownFlagsPolicy | undefined;
  /**
   * Where flags, segments, overrides, scheduled changes, sticky variants and the audit log are kept, such as
   * `new RedisStore(…)`. Its flags outrank those of all providers, and it takes all changes. The manager closes it: give each
   * one an object of its own.
   *
   * @default a store in memory, for all of these but flags and segments, which the first writable provider takes
   */
  readonly store?: FlagStore | undefined;
  /** How long the store may take for one answer, and a change in all; 100 ms to 10 minutes. @default '5s' */
  readonly storeTimeout?: Duration | undefined;
  /**
   * How often the store is asked for changes that were not heard of, 100 ms to an hour; about, so that not all instances
   * ask at once. @default '30s'
   */
  readonly storePoll?: Duration | undefined;
  /**
   * Signs the audit log: nobody can alter it, or what it has led to, who does not have the secret. A secret has 32 to 1,024
   * characters; of a list of up to 10, the first one signs and all verify, so that a secret can be replaced. Give all
   * instances of a store the same, and no other store. @default none: the log shows what was altered by accident
   */
  readonly auditSecret?: string | readonly string[] | undefined;
  /** The version of the first audit entry that has to be signed, where a store has older ones that are not. @default 1 */
  readonly auditSignedFrom?: number | undefined;
  /** A file that the store is copied to, and that is read when the store is away at boot. @default none */
  readonly bootstrapFile?: string | undefined;
  /** Remembers who was served which variant, for flags that are `sticky`. @default the `store`, else in memory, 100,000 units */
  readonly stickyStore?: StickyStore | undefined;
  /** Operators of your own, for conditions with `op: 'custom:NAME'`. @default none */
  readonly operators?: Readonly<Record<string, CustomOperator>> | undefined;
  /** Strategies of your own, for flags of the type `custom`. @default none */
  readonly strategies?: Readonly<Record<string, CustomStrategy>> | undefined;
  /** Bucketers of your own, for what names one as its `bucketer`. @default none */
  readonly bucketers?: Readonly<Record<string, Bucketer>> | undefined;
  /** Finds the context when a caller gives none. @default nobody */
  readonly contextSource?: (() => FlagContext | undefined) | undefined;
  /** @default the system's */
  readonly clock?: Clock | undefined;
  /** @default the console */
  readonly logger?: FlagLogger | undefined;
}

/** The options with all defaults filled in and all parts built. */
export interface ResolvedManagerOptions {
  readonly enabled: boolean;
  readonly chain: ChainedProvider;
  readonly definitionCache: DefinitionCache;
  readonly cacheTtl: number;
  readonly defaultEnabled: boolean;
  readonly bootTimeout: number;
  readonly onBootFailure: 'throw' | 'defaults';
  readonly unknownFlags: UnknownFlagsPolicy;
  readonly store: FlagStore;
  /** Whether the store holds flags and segments as well. */
  readonly storesDefinitions: boolean;
  readonly storeTimeout: number;
  /** `undefined` where nobody else writes to the store. */
  readonly storePoll: number | undefined;
  readonly auditKeys: AuditKeys;
  readonly bootstrapFile: string | undefined;
  /** `undefined` where the store is asked. */
  readonly stickyStore: StickyStore | undefined;
  readonly extensions: Extensions;
  readonly contextSource: () => FlagContext;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * The only place that knows the defaults.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @throws {InvalidFlagError} (`INVALID_FLAG`) when an initial flag cannot be read
 */
export function resolveManagerOptions(given: FlagManagerOptions): ResolvedManagerOptions {
  const options = managerOptions.read(given);
  const clock = options.clock ?? systemClock;
  const logger = safeLogger(options.logger ?? console);
  const enabled = options.enabled ?? true;
  const cacheTtl = milliseconds(options.cacheTtl ?? 60);
  const definitionCache = new DefinitionCache(options.cache ?? createCache(), {
    ttl: cacheTtl,
    namespace: options.cacheNamespace ?? 'feature-flags',
    clock,
    logger,
  });
  return Object.freeze({
    enabled,
    chain: new ChainedProvider(
      layersOf(options).map((layer) => definitionCache.wrap(layer)),
      {
        name: 'flags',
        layerTimeout: options.loadTimeout ?? '10s',
        now: () => clock.now(),
      },
    ),
    definitionCache,
    cacheTtl,
    defaultEnabled: options.defaultEnabled ?? false,
    bootTimeout: milliseconds(options.bootTimeout ?? '10s'),
    onBootFailure: options.onBootFailure ?? 'throw',
    unknownFlags: options.unknownFlags ?? 'warn',
    ...storeOptionsOf(options),
    auditKeys: new AuditKeys({ secrets: options.auditSecret, signedFrom: options.auditSignedFrom }),
    stickyStore: options.stickyStore ?? (options.store?.readSticky === undefined ? new MemoryStickyStore() : undefined),
    extensions: extensionsOf(options),
    contextSource: ambientContext(options.contextSource ?? (() => undefined), logger),
    clock,
    logger,
  });
}

function layersOf(options: FlagManagerOptions): readonly FlagProvider[] {
  const { enabled, providers = [], initialFlags, initialSegments } = options;
  if (enabled === false) return providers; // to be closed; they are never read
  if (initialFlags === undefined && initialSegments === undefined) return providers;
  return [...providers, new LocalProvider(initialFlags ?? {}, { name: 'initialFlags', segments: initialSegments })];
}

function extensionsOf({ operators = {}, strategies = {}, bucketers = {} }: FlagManagerOptions): Extensions {
  return Object.freeze({
    operators: Object.freeze({ ...operators }),
    strategies: Object.freeze({ ...strategies }),
    bucketers: Object.freeze({ ...bucketers }),
  });
}

function storeOptionsOf({ store, storeTimeout, storePoll, bootstrapFile, ...options }: FlagManagerOptions) {
  if (store === undefined && bootstrapFile !== undefined) {
    throw new InvalidOptionsError('"bootstrapFile" is a copy of a "store": set both, or keep flags in a FileProvider.');
  }
  const names = ['initialFlags', ...(options.providers ?? []).map(({ name }) => name)];
  if (store !== undefined && names.includes(store.name)) {
    throw new InvalidOptionsError(`The store and a provider are both named "${store.name}": give one another "name".`);
  }
  return {
    store: store ?? new MemoryStore(),
    storesDefinitions: store !== undefined,
    storeTimeout: milliseconds(storeTimeout ?? '5s'),
    storePoll: (store?.isLocal ?? store === undefined) ? undefined : milliseconds(storePoll ?? '30s'),
    bootstrapFile,
  };
}
