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
import type { FlagLogger } from '../flag-logger.js';
import type { UnknownFlagsPolicy } from '../overrides/unknown-flags.js';

export interface FlagManagerOptions {
  /** `false` switches everything off: nothing is read, and every question gets its default. @default true */
  readonly enabled?: boolean | undefined;
  /** Flags written in code; every provider outranks them. @default none */
  readonly initialFlags?: TypedFlagDefinitions | undefined;
  /** Segments written in code; every provider outranks them. @default none */
  readonly initialSegments?: SegmentDefinitions | undefined;
  /** Sources of flags; the first one that defines a flag wins. The manager closes them. @default none */
  readonly providers?: readonly FlagProvider[] | undefined;
  /**
   * How old definitions may get before they are read again: seconds, up to 86,400, or a duration such as `'500ms'`, up to
   * a year. 0 reads them before each request. Not used for sources that announce their changes. @default 60
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
  /** What to do with an override of an undefined flag: reject it, accept it with a warning, or accept it. @default 'warn' */
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
   * How often the store is asked for changes that were not announced, 100 ms to an hour. Jitter is added, so that
   * instances do not poll at the same moment. @default '30s'
   */
  readonly storePoll?: Duration | undefined;
  /**
   * Signs the audit log: without the secret, nobody can alter it, or the state derived from it, unnoticed. A secret has 32 to 1,024
   * characters; of a list of up to 10, the first one signs and all verify, so that a secret can be replaced. Give all
   * instances of a store the same, and no other store. @default none: the log shows what was altered by accident
   */
  readonly auditSecret?: string | readonly string[] | undefined;
  /** The version of the first audit entry that has to be signed, where a store has older ones that are not. @default 1 */
  readonly auditSignedFrom?: number | undefined;
  /** A file that the store is copied to, and that is read when the store is unavailable at boot. @default none */
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
