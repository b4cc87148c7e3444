import { Logger } from '@nestjs/common';
import { milliseconds } from '../internal/duration.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import type { FlagLogger } from '../manager/flag-logger.js';
import { safeLogger } from '../manager/safe-logger.js';
import type { BodyRules } from './caller/effective-context.js';
import type { OfrepVisibility } from './caller/visible-flags.js';
import type { OfrepConfig, OfrepEventsOptions, OfrepModuleExtras, OfrepRoutes } from './ofrep.options.js';

/** The options with all defaults. */
export interface ResolvedOfrepOptions {
  readonly visibility: OfrepVisibility;
  readonly rules: BodyRules;
  readonly isKeyOptional: boolean;
  readonly secret: string | undefined;
  readonly bodyLimit: number;
  /** `undefined` if changes are not announced. */
  readonly events: ResolvedOfrepEvents | undefined;
  readonly logger: FlagLogger;
}

/** The options of events, in milliseconds and seconds. */
export interface ResolvedOfrepEvents {
  readonly url: string | undefined;
  readonly heartbeat: number;
  readonly maxAge: number;
  readonly inactivityDelaySec: number;
  readonly maxStreams: number;
  readonly maxStreamsPerCaller: number;
  readonly maxStreamsPerAddress: number;
}

/**
 * Adds the defaults, which are defined only here.
 *
 * @param isPublic whether everyone may call the routes
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when everyone could claim to be any user
 */
export function resolveOfrepOptions(config: OfrepConfig, isPublic: boolean): ResolvedOfrepOptions {
  const { visibility = () => true, context = {}, bodyLimit = 65_536, logger = new Logger('FeatureFlags') } = config;
  const { body = ['targetingKey'], trustBody = false, targetingKey = 'required' } = context;
  if (trustBody && isPublic) {
    throw new InvalidOptionsError(
      'Option "trustBody" of the context of OfrepModule cannot be combined with "public: true", because everyone could ' +
        'claim to be any user: add "guards" that let only your own services pass.',
    );
  }
  return {
    visibility,
    rules: {
      trustBody,
      targetingKey: body.includes('targetingKey'),
      attributes: body.filter((name) => name !== 'targetingKey'),
    },
    isKeyOptional: targetingKey === 'optional',
    secret: config.secret,
    bodyLimit,
    events: config.events === false ? undefined : resolveEvents(config.events),
    logger: safeLogger(logger),
  };
}

function resolveEvents(events: OfrepEventsOptions = {}): ResolvedOfrepEvents {
  const { url, heartbeat = '25s', maxAge = '15m', inactivityDelay = '2m' } = events;
  const { maxStreams = 1000, maxStreamsPerCaller = 10, maxStreamsPerAddress = 100 } = events;
  return {
    url,
    heartbeat: milliseconds(heartbeat),
    maxAge: milliseconds(maxAge),
    inactivityDelaySec: Math.ceil(milliseconds(inactivityDelay) / 1000),
    maxStreams,
    maxStreamsPerCaller,
    maxStreamsPerAddress,
  };
}

/** Adds the defaults of the routes, which are defined only here. */
export function resolveOfrepRoutes({ path = '', guards = [], decorators = [] }: OfrepModuleExtras): OfrepRoutes {
  return { path, guards, decorators };
}
