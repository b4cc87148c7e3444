import { createCache } from 'cache-manager';
import { MemoryStickyStore } from '../engine/allocation/memory-sticky-store.js';
import type { StickyStore } from '../engine/allocation/sticky.js';
import type { Bucketer } from '../engine/bucketer.js';
import type { CustomOperator, CustomStrategy, Extensions } from '../engine/extensions.js';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagCacheBackend } from '../providers/cache-backend.js';
import { ChainedProvider } from '../providers/chained.provider.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { LocalProvider } from '../providers/local.provider.js';
import { ambientContext } from './ambient-context.js';
import type { AuditStore } from './audit/audit-store.js';
import { systemClock, type Clock } from './clock.js';
import { DefinitionCache } from './definitions/definition-cache.js';
import { milliseconds, type Duration } from './duration.js';
import { FileAuditStore } from './audit/file-audit-store.js';
import { FileOverrideStore } from './overrides/file-override-store.js';
import type { FlagLogger } from './flag-logger.js';
import { InvalidOptionsError } from './manager.errors.js';
import { MemoryAuditStore } from './audit/memory-audit-store.js';
import { MemoryOverrideStore, type OverrideStore } from './overrides/override-store.js';

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
   * How old definitions may get before they are read again; 0 reads them before each request. Sources that announce
   * their changes need none. @default 60 (seconds)
   */
  readonly cacheTtl?: Duration | undefined;
  /** A cache-manager cache for definitions, such as one that several instances share. @default one in memory */
  readonly cache?: FlagCacheBackend | undefined;
  /** What the keys in `cache` begin with; one for each application that shares the cache. @default 'feature-flags' */
  readonly cacheNamespace?: string | undefined;
  /** What a flag that nobody defines answers when the caller gives no default. @default false */
  readonly defaultEnabled?: boolean | undefined;
  /** How long starting waits for the providers. @default '10s' */
  readonly bootTimeout?: Duration | undefined;
  /** How long one provider may take for one answer, when starting and later. @default '10s' */
  readonly loadTimeout?: Duration | undefined;
  /**
   * What a provider that fails when starting means: `throw` fails the start, `defaults` goes on without its flags and
   * tries again. @default 'throw'
   */
  readonly onBootFailure?: 'throw' | 'defaults' | undefined;
  /** A JSON file that keeps the overrides over restarts. One process only. @default memory */
  readonly overridesFile?: string | undefined;
  /** A file of JSON lines that keeps the audit log. One process only. @default memory */
  readonly auditLogFile?: string | undefined;
  /** How many audit entries are kept in memory when there is no file. @default 1,000 */
  readonly auditLogSize?: number | undefined;
  /** A store of your own for overrides. @default by `overridesFile` */
  readonly overrideStore?: OverrideStore | undefined;
  /** A store of your own for the audit log. @default by `auditLogFile` */
  readonly auditStore?: AuditStore | undefined;
  /** Remembers who was served which variant, for flags that are `sticky`. @default in memory, 100,000 units */
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
  readonly overrideStore: OverrideStore;
  readonly auditStore: AuditStore;
  readonly stickyStore: StickyStore;
  readonly extensions: Extensions;
  readonly contextSource: () => FlagContext;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * The only place that knows the defaults.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is off
 * @throws {InvalidFlagError} (`INVALID_FLAG`) when an initial flag cannot be read
 */
export function resolveManagerOptions(options: FlagManagerOptions): ResolvedManagerOptions {
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? console;
  const enabled = options.enabled ?? true;
  const cacheTtl = milliseconds(options.cacheTtl ?? 60, 'cacheTtl');
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
        layerTimeout: milliseconds(options.loadTimeout ?? '10s', 'loadTimeout'),
        now: () => clock.now(),
      },
    ),
    definitionCache,
    cacheTtl,
    defaultEnabled: options.defaultEnabled ?? false,
    bootTimeout: milliseconds(options.bootTimeout ?? '10s', 'bootTimeout'),
    onBootFailure: oneOf(options.onBootFailure ?? 'throw', ['throw', 'defaults'], 'onBootFailure'),
    overrideStore: overrideStoreOf(options),
    auditStore: auditStoreOf(options, logger),
    stickyStore: options.stickyStore ?? new MemoryStickyStore(),
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

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a name is not legal or what it stands for is no function */
function extensionsOf({ operators = {}, strategies = {}, bucketers = {} }: FlagManagerOptions): Extensions {
  for (const [option, extensions] of Object.entries({ operators, strategies, bucketers })) {
    for (const [name, extension] of Object.entries(extensions)) {
      if (/^\w{1,64}$/.test(name) && typeof extension === 'function') continue;
      throw new InvalidOptionsError(
        `Option "${option}" must hold functions by names of up to 64 letters, digits and "_": ${JSON.stringify(name.slice(0, 80))} is none.`,
      );
    }
  }
  return Object.freeze({
    operators: Object.freeze({ ...operators }),
    strategies: Object.freeze({ ...strategies }),
    bucketers: Object.freeze({ ...bucketers }),
  });
}

function overrideStoreOf({ overrideStore, overridesFile }: FlagManagerOptions): OverrideStore {
  if (overrideStore !== undefined && overridesFile !== undefined) {
    throw new InvalidOptionsError('Set "overridesFile" or "overrideStore", not both.');
  }
  return (
    overrideStore ?? (overridesFile === undefined ? new MemoryOverrideStore() : new FileOverrideStore(overridesFile))
  );
}

function auditStoreOf(
  { auditStore, auditLogFile, auditLogSize = 1000 }: FlagManagerOptions,
  logger: FlagLogger,
): AuditStore {
  if (auditStore !== undefined && auditLogFile !== undefined) {
    throw new InvalidOptionsError('Set "auditLogFile" or "auditStore", not both.');
  }
  if (!Number.isInteger(auditLogSize) || auditLogSize < 1) {
    throw new InvalidOptionsError(
      'Option "auditLogSize" must be a whole number of at least 1: the audit log stays on.',
    );
  }
  return (
    auditStore ??
    (auditLogFile === undefined ? new MemoryAuditStore(auditLogSize) : new FileAuditStore(auditLogFile, logger))
  );
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the value is none of the allowed ones */
export function oneOf<T extends string>(value: T, allowed: readonly T[], option: string): T {
  if (allowed.includes(value)) return value;
  throw new InvalidOptionsError(`Option "${option}" must be ${allowed.map((each) => `"${each}"`).join(' or ')}.`);
}
