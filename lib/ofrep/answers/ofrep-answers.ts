import type { JsonValue } from '../../engine/json/json-value.js';

/** The reasons of the protocol. It has no reason for a default, a cached or a stale value. */
export type OfrepReason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'UNKNOWN';

/** The error codes of a flag that could not be evaluated. */
export type OfrepErrorCode = 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'GENERAL';

/** Data about a flag or a set of flags. */
export type OfrepMetadata = Readonly<Record<string, string | number | boolean>>;

/** A flag that was evaluated. Without a `value`, the caller's default is used. */
export interface OfrepSuccess {
  readonly key: string;
  readonly value?: JsonValue | undefined;
  readonly variant?: string | undefined;
  readonly reason: OfrepReason;
  readonly metadata?: OfrepMetadata | undefined;
}

/** A flag that could not be evaluated. */
export interface OfrepFailure {
  readonly key: string;
  readonly errorCode: OfrepErrorCode;
  readonly errorDetails: string;
  readonly metadata?: OfrepMetadata | undefined;
}

/** A connection on which changes are announced. */
export interface OfrepEventStream {
  readonly type: 'sse';
  readonly url?: string | undefined;
  readonly endpoint?: { readonly requestUri: string } | undefined;
  readonly inactivityDelaySec: number;
}

/** The answers of all flags that a caller may see. */
export interface OfrepBulkSuccess {
  readonly flags: readonly (OfrepSuccess | OfrepFailure)[];
  readonly metadata: OfrepMetadata;
  readonly eventStreams?: readonly OfrepEventStream[] | undefined;
}
