import type { Bucketer } from '../../engine/allocation/bucketer.js';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { CustomOperator, CustomStrategy } from '../../engine/extensions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { TypedFlagDefinitions } from '../../engine/typed-flag-definitions.js';
import type { SegmentDefinitions } from '../../engine/targeting/segment.js';
import type { Duration } from '../../internal/duration.js';
import type { FlagCacheBackend } from '../../providers/cache/cache-backend.js';
import type { FlagProvider } from '../../providers/flag-provider.js';
import type { FlagStore } from '../../store/flag-store.js';
import type { Clock } from '../clock.js';
import type { ExposureSink } from '../exposure/exposure-event.js';
import type { ExposureOptions } from '../exposure/exposure.options.js';
import type { ExternalFlagProvider } from '../external/external-flag-provider.js';
import type { FlagLogger } from '../flag-logger.js';
import type { FlagObserver } from '../observing/flag-observer.js';
import type { UnknownFlagsPolicy } from '../overrides/unknown-flags.js';
import type { UsageOptions } from '../usage/usage.options.js';

/** The options of a {@link FlagManager}, with or without Nest. All of them have defaults. */
export interface FlagManagerOptions {
  /**
   * `false` disables everything: nothing is read, every flag is off, and variants and values are the defaults of the
   * calls. @default true
   */
  readonly enabled?: boolean | undefined;
  /** Flags declared in code; every provider takes precedence over them. @default none */
  readonly initialFlags?: TypedFlagDefinitions | undefined;
  /** Segments declared in code; every provider takes precedence over them. @default none */
  readonly initialSegments?: SegmentDefinitions | undefined;
  /**
   * The sources of flags, in order of precedence: the first one that defines a flag wins. The manager closes them.
   * @default none
   */
  readonly providers?: readonly FlagProvider[] | undefined;
  /**
   * How old definitions may be before they are read again: a number of seconds, up to 86,400, or a duration such as
   * `'500ms'`, up to a year. 0 reads them before each request. Providers that announce their changes do not use it.
   * @default 60
   */
  readonly cacheTtl?: Duration | number | undefined;
  /** A cache-manager cache for definitions, such as one that several instances share. @default an in-memory cache */
  readonly cache?: FlagCacheBackend | undefined;
  /**
   * The prefix of the keys in `cache`; each application that shares the cache needs its own. @default 'feature-flags'
   */
  readonly cacheNamespace?: string | undefined;
  /** Whether an undefined flag is enabled if the call has no default. @default false */
  readonly defaultEnabled?: boolean | undefined;
  /** How long the start waits for the providers; at most 10 minutes. @default '10s' */
  readonly bootTimeout?: Duration | undefined;
  /** The timeout of one call of a provider, at the start and later; at most 10 minutes. @default '10s' */
  readonly loadTimeout?: Duration | undefined;
  /**
   * The response to a provider that fails at the start: `throw` fails the start; `defaults` continues without its flags
   * and retries. @default 'throw'
   */
  readonly onBootFailure?: 'throw' | 'defaults' | undefined;
  /**
   * How overrides of undefined flags are handled: `error` rejects them, `warn` accepts them and logs a warning, and
   * `ignore` accepts them. @default 'warn'
   */
  readonly unknownFlags?: UnknownFlagsPolicy | undefined;
  /**
   * Stores flags, segments, overrides, scheduled changes, sticky variants and the audit log, such as `new
   * RedisStore(…)`. Its flags take precedence over those of all providers, and all changes are written to it. The
   * manager closes it, so each manager needs its own store object.
   *
   * @default an in-memory store for all of these except flags and segments, which are written to the first writable
   *   provider
   */
  readonly store?: FlagStore | undefined;
  /** The timeout of one call of the store, and of one change in total; 100 ms to 10 minutes. @default '5s' */
  readonly storeTimeout?: Duration | undefined;
  /**
   * How often the store is polled for changes that were not announced; 100 ms to 1 hour. Each poll is up to 20% early,
   * so that instances do not poll at the same time. @default '30s'
   */
  readonly storePoll?: Duration | undefined;
  /**
   * Signs the audit log, so that nobody without the secret can alter it, or the state derived from it, unnoticed. A
   * secret has 32 to 1,024 characters. In a list of up to 10 secrets, the first one signs and all of them verify, so
   * that a secret can be rotated. All instances of a store need the same secrets; each store should have its own.
   * @default none; only accidental damage is detected
   */
  readonly auditSecret?: string | readonly string[] | undefined;
  /** The version of the first audit entry that must be signed, for a store with older, unsigned entries. @default 1 */
  readonly auditSignedFrom?: number | undefined;
  /**
   * Path of a file to which the store is copied, and which is read if the store is unavailable at boot. @default none
   */
  readonly bootstrapFile?: string | undefined;
  /**
   * Remembers which variant each unit was served, for `sticky` flags. @default the `store`, else up to 100,000 units in
   * memory
   */
  readonly stickyStore?: StickyStore | undefined;
  /**
   * Answers for flags that this module does not define, such as those of a vendor; see `OpenFeatureFlagProvider`.
   * @default there is none
   */
  readonly externalFlags?: ExternalFlagProvider | undefined;
  /** Custom operators by name, for conditions with `op: 'custom:NAME'`. @default none */
  readonly operators?: Readonly<Record<string, CustomOperator>> | undefined;
  /** Custom strategies by name, for flags of the type `custom`. @default none */
  readonly strategies?: Readonly<Record<string, CustomStrategy>> | undefined;
  /** Custom bucketers by name, for definitions with a `bucketer`. @default none */
  readonly bucketers?: Readonly<Record<string, Bucketer>> | undefined;
  /**
   * Receives, in batches, which unit was served which variant or side of a rollout, and the events of `track`. It is called
   * outside evaluations, and may be asynchronous. @default nothing is recorded
   */
  readonly onExposure?: ExposureSink | undefined;
  /** How events for `onExposure` are collected. @default the defaults of each option */
  readonly exposure?: ExposureOptions | undefined;
  /**
   * Observe what the manager answers and changes, such as `new OpenTelemetryObserver()` of
   * `nestjs-feature-flags/telemetry`. Without observers, evaluations cost nothing extra. @default none
   */
  readonly observers?: readonly FlagObserver[] | undefined;
  /**
   * Counts which answers each flag has given, for `getUsage()`; `true`, or {@link UsageOptions}. Instances that share a
   * `store` are counted together. @default false
   */
  readonly usage?: boolean | UsageOptions | undefined;
  /** Returns the context for calls without one. @default an anonymous context */
  readonly contextSource?: (() => FlagContext | undefined) | undefined;
  /** The source of time and timers. @default the system clock */
  readonly clock?: Clock | undefined;
  /** Receives errors and warnings. @default the console */
  readonly logger?: FlagLogger | undefined;
}
