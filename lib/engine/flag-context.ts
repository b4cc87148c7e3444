/** What a flag is evaluated for: a user, a session and their attributes. Plain data: only own properties are read. */
export interface FlagContext {
  /** The signed-in user; the targeting key of rollouts and variants unless a flag says otherwise. */
  readonly userId?: string | undefined;
  /** The targeting key of visitors without a `userId`. */
  readonly sessionId?: string | undefined;
  /**
   * What rules compare, such as `{ plan: 'beta', country: 'DE' }`: an object of any type, interfaces included. Never logged
   * or stored.
   */
  readonly userAttributes?: object | undefined;
  /** The instant to evaluate for, as `Date` or milliseconds since 1970. @default the clock's now */
  readonly timestamp?: Date | number | undefined;
}

/** Nobody in particular. */
export const ANONYMOUS: FlagContext = Object.freeze({});

/**
 * Stands for a context that could not be resolved. Every flag is off for it, with the reason `context_failed` and without
 * a value. It is known by its identity: a copy of it is an ordinary context without a user.
 */
export const FAILED_CONTEXT: FlagContext = Object.freeze({});

/** Whether a context stands for one that could not be resolved. */
export function isFailedContext(context: FlagContext): boolean {
  return context === FAILED_CONTEXT;
}
