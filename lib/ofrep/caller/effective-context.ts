import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { BodyContext } from './body-context.js';

/** The parts of a caller's own context that are used. */
export interface BodyRules {
  /** Whether the context of the body is used as it is, because the caller is a service that asks for its own users. */
  readonly trustBody: boolean;
  /** Whether a visitor without a user is bucketed by the targeting key of the body. */
  readonly targetingKey: boolean;
  /** The attributes that callers may send. */
  readonly attributes: readonly string[];
}

/**
 * Merges the context that the server knows with the one that the caller has sent. What the server knows takes
 * precedence: nobody can claim to be another user. The targeting key of a visitor becomes the `sessionId`, which no
 * list of users and no override of a user matches.
 */
export function effectiveContext(session: FlagContext, body: BodyContext, rules: BodyRules): FlagContext {
  if (isFailedContext(session)) return session;
  const { userId, sessionId, userAttributes, timestamp } = session;
  const sent = rules.trustBody ? body.attributes : allowed(body.attributes, rules.attributes);
  const attributes = { ...sent, ...userAttributes };
  if (rules.trustBody) {
    return { userId: body.targetingKey, sessionId: undefined, userAttributes: attributes, timestamp };
  }
  const visitor = userId === undefined && rules.targetingKey ? body.targetingKey : undefined;
  return { userId, sessionId: sessionId ?? visitor, userAttributes: attributes, timestamp };
}

function allowed(attributes: BodyContext['attributes'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(attributes, name)).map((name) => [name, attributes[name]]),
  );
}
