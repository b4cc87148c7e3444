import { ANONYMOUS, isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import { ignoreRejection } from '../../engine/ignore-rejection.js';
import { InvalidContextError } from './context.errors.js';
import { userData } from './user-data.js';
import { fieldOf, idText } from './user-id.js';

/**
 * What a resolver returned as plain data, read once: later changes of it do not matter, and a getter that throws does so
 * here, where it is a failure, and not during an evaluation, where it would be a missing attribute.
 *
 * @throws {InvalidContextError} when it is not a context
 * @throws what a getter throws
 */
export function resolvedContext(result: unknown): FlagContext {
  if (result === undefined || result === null) return ANONYMOUS;
  if (typeof result !== 'object' || Array.isArray(result)) {
    throw new InvalidContextError(
      `it must return an object, not ${Array.isArray(result) ? 'a list' : `a ${typeof result}`}`,
    );
  }
  if (isFailedContext(result)) return result;
  return {
    userId: idIn(result, 'userId'),
    sessionId: idIn(result, 'sessionId'),
    userAttributes: attributesIn(result),
    timestamp: instantIn(result),
  }; // all four, so that all contexts have one shape
}

/** Whether a context names no user. It is never kept for the next question: somebody may sign in before that. */
export function isAnonymous(context: FlagContext): boolean {
  return context.userId === undefined && !isFailedContext(context);
}

function idIn(result: object, name: 'userId' | 'sessionId'): string | undefined {
  const value = fieldOf(result, name);
  if (value === undefined || value === null || value === '') return undefined;
  const id = idText(value);
  if (id !== undefined) return id;
  throw new InvalidContextError(
    `its "${name}" must be well-formed text of up to 1,024 characters, a finite number, a bigint or an ObjectId`,
  );
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

/** Evaluation takes the clock's time where it is no instant. */
function instantIn(result: object): Date | number | undefined {
  const timestamp = fieldOf(result, 'timestamp');
  return typeof timestamp === 'number' || timestamp instanceof Date ? timestamp : undefined;
}
