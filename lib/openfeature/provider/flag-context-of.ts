import type { EvaluationContext, EvaluationContextValue } from '@openfeature/server-sdk';
import { ANONYMOUS, type FlagContext } from '../../engine/flag-context.js';

/**
 * Converts a context of OpenFeature; `undefined` if one of its ids has a wrong type, so that the user is unknown. All
 * its members are attributes; `userId` and `sessionId` are ids as well, and a `timestamp` that is a `Date` is the
 * instant to evaluate for.
 *
 * @param keyAttribute what the `targetingKey` identifies; takes precedence over a member of the same name
 */
export function flagContextOf(context: EvaluationContext, keyAttribute: string): FlagContext | undefined {
  const { targetingKey, timestamp } = context;
  const key = idOf(targetingKey);
  const userId = idOf(context['userId']);
  const sessionId = idOf(context['sessionId']);
  if (key === UNUSABLE || userId === UNUSABLE || sessionId === UNUSABLE) return undefined;
  const userAttributes = isId(keyAttribute) || key === undefined ? context : { ...context, [keyAttribute]: key };
  return {
    userId: keyAttribute === 'userId' ? (key ?? userId) : userId,
    sessionId: keyAttribute === 'sessionId' ? (key ?? sessionId) : sessionId,
    userAttributes,
    ...(timestamp instanceof Date ? { timestamp } : {}),
  };
}

/**
 * Completes a context with that of the request: each attribute and id that it does not have. A context that names
 * another user or unit than the request is not changed, because the attributes of one say nothing about another.
 *
 * @param keyAttribute what the `targetingKey` identifies
 */
export function mergedContext(own: FlagContext, request: FlagContext, keyAttribute: string): FlagContext {
  const isOther =
    (own.userId !== undefined && own.userId !== request.userId) ||
    (own.sessionId !== undefined && own.sessionId !== request.sessionId) ||
    (!isId(keyAttribute) && isOtherUnit(attributeOf(own, keyAttribute), attributeOf(request, keyAttribute)));
  if (isOther || request === ANONYMOUS) return own;
  return {
    userId: own.userId ?? request.userId,
    sessionId: own.sessionId ?? request.sessionId,
    userAttributes: { ...request.userAttributes, ...own.userAttributes },
    timestamp: own.timestamp ?? request.timestamp,
  };
}

function attributeOf({ userAttributes = {} }: FlagContext, name: string): unknown {
  return Object.entries(userAttributes).find(([each]) => each === name)?.[1];
}

function isOtherUnit(own: unknown, request: unknown): boolean {
  return own !== undefined && request !== undefined && unitOf(own) !== unitOf(request);
}

/** A unit as it is compared: numbers are their decimal text. */
function unitOf(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

const UNUSABLE = false;

/** An id as text; `undefined` for `null` and empty text, which forms and headers deliver where there is no id. */
function idOf(value: EvaluationContextValue | undefined): string | undefined | typeof UNUSABLE {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : UNUSABLE;
}

function isId(attribute: string): boolean {
  return attribute === 'userId' || attribute === 'sessionId';
}
