import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { Extensions } from '../../engine/extensions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagDefinitions } from '../../engine/flag.js';
import type { SegmentDefinitions } from '../../engine/targeting/segment.js';
import { milliseconds } from '../../internal/duration.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagCacheBackend } from '../../providers/cache/cache-backend.js';
import type { FlagProvider } from '../../providers/flag-provider.js';
import type { AuditKeysOptions } from '../../store/audit/audit-keys.js';
import type { FlagStore } from '../../store/flag-store.js';
import { systemClock, type Clock } from '../clock.js';
import { resolveExposureOptions, type ResolvedExposureOptions } from '../exposure/resolve-exposure-options.js';
import type { FlagLogger } from '../flag-logger.js';
import type { FlagObserver } from '../observing/flag-observer.js';
import type { UnknownFlagsPolicy } from '../overrides/unknown-flags.js';
import { safeLogger } from '../safe-logger.js';
import { resolveUsageOptions, type ResolvedUsageOptions } from '../usage/usage.options.js';
import type { FlagManagerOptions } from './flag-manager.options.js';
import { managerOptions } from './manager-options.schema.js';
import { resolveExternalOptions, type ResolvedExternalOptions } from './resolve-external-options.js';

/**
 * The options with all defaults; durations are in milliseconds. Parts that are `undefined` are created by the manager.
 */
export interface ResolvedManagerOptions {
  readonly enabled: boolean;
  readonly initialFlags: FlagDefinitions | undefined;
  readonly initialSegments: SegmentDefinitions | undefined;
  readonly providers: readonly FlagProvider[];
  readonly cache: FlagCacheBackend | undefined;
  readonly cacheNamespace: string;
  readonly cacheTtl: number;
  readonly defaultEnabled: boolean;
  readonly bootTimeout: number;
  readonly loadTimeout: number;
  readonly onBootFailure: 'throw' | 'defaults';
  readonly unknownFlags: UnknownFlagsPolicy;
  /** The store; `undefined` if there is none for flags and segments. */
  readonly store: FlagStore | undefined;
  readonly storeTimeout: number;
  /** The polling interval; `undefined` if no other instance writes to the store. */
  readonly storePoll: number | undefined;
  readonly audit: AuditKeysOptions;
  readonly bootstrapFile: string | undefined;
  readonly stickyStore: StickyStore | undefined;
  /** `undefined` if only this module defines flags. */
  readonly external: ResolvedExternalOptions | undefined;
  readonly extensions: Extensions;
  /** `undefined` if nothing is recorded. */
  readonly exposure: ResolvedExposureOptions | undefined;
  readonly observers: readonly FlagObserver[];
  /** `undefined` if usage is not counted. */
  readonly usage: ResolvedUsageOptions | undefined;
  readonly contextSource: () => FlagContext | undefined;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * Validates the options and adds the defaults, which are defined only here.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export function resolveManagerOptions(given: FlagManagerOptions): ResolvedManagerOptions {
  const options = managerOptions.read(given);
  assertStore(options);
  return Object.freeze({
    enabled: options.enabled ?? true,
    initialFlags: options.initialFlags,
    initialSegments: options.initialSegments,
    providers: options.providers ?? [],
    cache: options.cache,
    cacheNamespace: options.cacheNamespace ?? 'feature-flags',
    cacheTtl: milliseconds(options.cacheTtl ?? 60),
    defaultEnabled: options.defaultEnabled ?? false,
    bootTimeout: milliseconds(options.bootTimeout ?? '10s'),
    loadTimeout: milliseconds(options.loadTimeout ?? '10s'),
    onBootFailure: options.onBootFailure ?? 'throw',
    unknownFlags: options.unknownFlags ?? 'warn',
    store: options.store,
    storeTimeout: milliseconds(options.storeTimeout ?? '5s'),
    storePoll: isShared(options.store) ? milliseconds(options.storePoll ?? '30s') : undefined,
    audit: { secrets: options.auditSecret, signedFrom: options.auditSignedFrom },
    bootstrapFile: options.bootstrapFile,
    stickyStore: options.stickyStore,
    external: resolveExternalOptions(options.externalFlags),
    extensions: extensionsOf(options),
    exposure: resolveExposureOptions(options.onExposure, options.exposure),
    observers: options.observers ?? [],
    usage: resolveUsageOptions(options.usage),
    contextSource: options.contextSource ?? (() => undefined),
    clock: options.clock ?? systemClock,
    logger: safeLogger(options.logger ?? console),
  });
}

function extensionsOf({ operators = {}, strategies = {}, bucketers = {} }: FlagManagerOptions): Extensions {
  return Object.freeze({
    operators: Object.freeze({ ...operators }),
    strategies: Object.freeze({ ...strategies }),
    bucketers: Object.freeze({ ...bucketers }),
  });
}

function isShared(store: FlagStore | undefined): boolean {
  return store !== undefined && store.isLocal !== true;
}

function assertStore({ store, bootstrapFile, providers = [] }: FlagManagerOptions): void {
  if (store === undefined && bootstrapFile !== undefined) {
    throw new InvalidOptionsError('"bootstrapFile" is a copy of a "store": set both options, or use a FileProvider.');
  }
  const names = ['initialFlags', ...providers.map(({ name }) => name)];
  if (store !== undefined && names.includes(store.name)) {
    throw new InvalidOptionsError(
      `The store and a provider are both named "${store.name}": set the "name" of one of them.`,
    );
  }
}
