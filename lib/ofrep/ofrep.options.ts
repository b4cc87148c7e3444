import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import type { Duration } from '../internal/duration.js';
import type { FlagLogger } from '../manager/flag-logger.js';
import type { OfrepVisibility } from './caller/visible-flags.js';

/** The merge of a request's context from what the server knows and what the caller sends. */
export interface OfrepContextOptions {
  /**
   * The members of the body's context that are used. `targetingKey` identifies visitors without a user, as their
   * `sessionId`; other names are attributes, which never replace those of the session. Do not list attributes that
   * open flags which the caller must not open. @default ['targetingKey']
   */
  readonly body?: readonly string[] | undefined;
  /**
   * Whether the body's context is used as it is, with the targeting key as the user: for services that evaluate flags for
   * their own users. Needs `guards`, which must let only such services pass. @default false
   */
  readonly trustBody?: boolean | undefined;
  /**
   * Whether a request that identifies neither a user nor a visitor is rejected with `TARGETING_KEY_MISSING`, or
   * evaluated for an anonymous user. @default 'required'
   */
  readonly targetingKey?: 'required' | 'optional' | undefined;
}

/** The stream of events that tells clients of changes. */
export interface OfrepEventsOptions {
  /**
   * The URL at which clients reach the events, if a proxy changes paths. @default the path `/ofrep/v1/events` beside the
   * one of the request, at the origin that the client uses
   */
  readonly url?: string | undefined;
  /** The time between two lines that keep proxies from closing an idle connection, 1 second to 10 minutes. @default '25s' */
  readonly heartbeat?: Duration | undefined;
  /**
   * The age at which a connection is ended, to the accuracy of a heartbeat, 1 minute to 24 hours. The client connects again,
   * which calls guards and the context resolver again: a user who has signed out is no longer told of changes. @default '15m'
   */
  readonly maxAge?: Duration | undefined;
  /** How long a page may be hidden before its client closes the connection, 1 second to 24 hours. @default '2m' */
  readonly inactivityDelay?: Duration | undefined;
  /** The largest number of connections of this instance, 1 to 100,000. @default 1000 */
  readonly maxStreams?: number | undefined;
  /**
   * The largest number of connections of one user, of one visitor, or of one address without either, 1 to 100,000.
   * @default 10
   */
  readonly maxStreamsPerCaller?: number | undefined;
  /**
   * The largest number of connections from one address, 1 to 100,000; those of users do not count. It applies because a
   * visitor may choose its id freely. @default 100
   */
  readonly maxStreamsPerAddress?: number | undefined;
}

/** The options of `OfrepModule.register`, and the result of the factory of `registerAsync`. All have defaults. */
export interface OfrepConfig {
  /** Whether a caller may see a flag that is marked `client: true`; such a flag is hidden if it fails. @default always */
  readonly visibility?: OfrepVisibility | undefined;
  /** How the context is merged from the session and the body. */
  readonly context?: OfrepContextOptions | undefined;
  /** How clients are told of changes; `false` if they are not. */
  readonly events?: OfrepEventsOptions | false | undefined;
  /**
   * Signs entity tags and versions: a secret of 32 to 1,024 characters. Instances that serve the same clients need the
   * same one, or their entity tags never match. @default a random secret
   */
  readonly secret?: string | undefined;
  /** The size of the largest body, in bytes, 1,024 to 1,048,576. @default 65536 */
  readonly bodyLimit?: number | undefined;
  /** Receives warnings and errors. @default Nest's logger */
  readonly logger?: FlagLogger | undefined;
}

/**
 * Options that must be known before injection: with `registerAsync`, they are given next to the factory, not returned by
 * it. Exactly one of `guards` and `public` is required.
 */
export interface OfrepModuleExtras {
  /** The path before `/ofrep/v1`, after the global prefix. @default '' */
  readonly path?: string | undefined;
  /** The guards of the routes, which run after the application's global guards. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** Whether everyone may call the routes. The application's global guards apply nevertheless. */
  readonly public?: true | undefined;
  /**
   * Class decorators for the controller, such as one that exempts it from a global guard. @default none
   *
   * @example [SetMetadata('isPublic', true)]
   */
  readonly decorators?: readonly ClassDecorator[] | undefined;
  /** Modules whose exports `guards` inject. @default none */
  readonly imports?: NonNullable<ModuleMetadata['imports']> | undefined;
}

/** The factory of `registerAsync({ useClass })` and `registerAsync({ useExisting })`. */
export interface OfrepOptionsFactory {
  /** Returns the options of the module; Nest calls it once, while the application starts. */
  createOfrepOptions(): OfrepConfig | Promise<OfrepConfig>;
}

/** The options of the routes, with their defaults. */
export interface OfrepRoutes {
  readonly path: string;
  readonly guards: readonly (Type<CanActivate> | CanActivate)[];
  readonly decorators: readonly ClassDecorator[];
}
