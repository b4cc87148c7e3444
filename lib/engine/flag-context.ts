/** The input of an evaluation: a user, a session and their attributes. Only own properties are read. */
export interface FlagContext {
  /** The id of the signed-in user; the default targeting key of rollouts and variants. */
  readonly userId?: string | undefined;
  /** The default targeting key of visitors without a `userId`. */
  readonly sessionId?: string | undefined;
  /**
   * The attributes that rules compare, such as `{ plan: 'beta', country: 'DE' }`. Any object type is accepted. Never
   * logged or stored.
   */
  readonly userAttributes?: object | undefined;
  /** The instant to evaluate for, as a `Date` or in milliseconds since 1970. @default the current time of the clock */
  readonly timestamp?: Date | number | undefined;
}

/** A context without a user, a session or attributes. */
export const ANONYMOUS: FlagContext = Object.freeze({});

/**
 * The context used when a context could not be resolved. Every flag is off for it, with the reason `context_failed` and
 * without a value. It is recognized by identity: a copy of it is an ordinary anonymous context.
 */
export const FAILED_CONTEXT: FlagContext = Object.freeze({});

/** Whether a context is the one used when a context could not be resolved. */
export function isFailedContext(context: FlagContext): boolean {
  return context === FAILED_CONTEXT;
}
