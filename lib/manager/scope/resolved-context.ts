import { ANONYMOUS, isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import { MAX_INSTANT } from '../../internal/date-time.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { InvalidContextError } from './invalid-context.error.js';
import { userData } from './user-data.js';
import { AN_ID, fieldOf, idText, isPresent } from './user-id.js';

/**
 * Copies the result of a resolver into plain data. Later changes to the result have no effect, and a getter that throws
 * fails the resolution instead of an evaluation.
 *
 * @throws {InvalidContextError} when the result is not a context
 * @throws what a getter throws
 */
export function resolvedContext(result: unknown): FlagContext {
  return result === undefined || result === null ? ANONYMOUS : copiedContext(result, 'return');
}

/**
 * Copies a context that code has passed, in the same way as {@link resolvedContext}, and freezes it.
 *
 * @throws {InvalidContextError} when it is not a context
 * @throws what a getter throws
 */
export function passedContext(given: unknown): FlagContext {
  return frozenContext(copiedContext(given, 'be'));
}

/** Freezes a copied context, so that code that receives it cannot change it for later evaluations. */
export function frozenContext(context: FlagContext): FlagContext {
  if (context.userAttributes !== undefined) Object.freeze(context.userAttributes);
  return Object.freeze(context);
}

/** @param verb what the failed code must do with an object: `return` it or `be` it */
function copiedContext(given: unknown, verb: 'return' | 'be'): FlagContext {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidContextError(`it must ${verb} an object, not ${kindOf(given)}`);
  }
  if (isFailedContext(given)) return given;
  assertMembers(given, verb);
  return {
    userId: idIn(given, 'userId'),
    sessionId: idIn(given, 'sessionId'),
    userAttributes: attributesIn(given),
    timestamp: instantIn(given),
  }; // all four members, so that all contexts have the same shape
}

function kindOf(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  return given === undefined || given === null ? String(given) : `a ${typeof given}`;
}

/**
 * Whether a context has no user. It is never cached for the next evaluation, because a user may be authenticated before
 * that.
 */
export function isAnonymous(context: FlagContext): boolean {
  return context.userId === undefined && !isFailedContext(context);
}

const MEMBERS: readonly string[] = ['userId', 'sessionId', 'userAttributes', 'timestamp'];
const SHOWN_MEMBERS = MEMBERS.map((name) => `"${name}"`).join(', ');

/** Rejects a promise, a `Map` or a misspelled "userID", which would otherwise look like an anonymous context. */
function assertMembers(result: object, verb: 'return' | 'be'): void {
  if (result instanceof Promise) {
    ignoreRejection(result);
    throw new InvalidContextError(`it must ${verb} an object, not a promise: await it first`);
  }
  const prototype: unknown = Object.getPrototypeOf(result);
  const isPlain = prototype === null || prototype === Object.prototype;
  const isContext = isPlain
    ? Object.keys(result).every((name) => MEMBERS.includes(name))
    : MEMBERS.some((name) => name in result && !(name in Object.prototype));
  if (isContext) return;
  throw new InvalidContextError(`it must ${verb} an object with no members other than ${SHOWN_MEMBERS}`);
}

function idIn(result: object, name: 'userId' | 'sessionId'): string | undefined {
  const value = fieldOf(result, name);
  if (!isPresent(value)) return undefined;
  const id = idText(value);
  if (id !== undefined) return id;
  throw new InvalidContextError(`its "${name}" must be ${AN_ID}`);
}

function attributesIn(result: object): Readonly<Record<string, unknown>> | undefined {
  const attributes = fieldOf(result, 'userAttributes');
  if (attributes === undefined || attributes === null) return undefined;
  if (attributes instanceof Promise) {
    ignoreRejection(attributes);
    throw new InvalidContextError('its "userAttributes" must not be a promise: await it first');
  }
  if (typeof attributes === 'object' && !Array.isArray(attributes)) return userData(attributes);
  throw new InvalidContextError('its "userAttributes" must be an object');
}

function instantIn(result: object): Date | number | undefined {
  const timestamp = fieldOf(result, 'timestamp');
  if (timestamp === undefined || timestamp === null) return undefined;
  if (typeof timestamp === 'number' && Math.abs(timestamp) <= MAX_INSTANT) return timestamp;
  if (timestamp instanceof Date && Number.isFinite(timestamp.getTime())) return new Date(timestamp);
  throw new InvalidContextError('its "timestamp" must be a valid Date or a number of milliseconds since 1970');
}
