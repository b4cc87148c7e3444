import { MAX_INSTANT } from '../../internal/date-time.js';
import { isText } from '../../internal/text.js';
import type { FlagContext } from '../flag-context.js';
import { FlagLimits } from '../flag-limits.js';
import { isBoundedBigint } from './bounded-bigint.js';
import { assertAwaited, ownAttributes, ownSessionId, ownTimestamp, ownUserId, ownValue } from './own-fields.js';

/**
 * Reads one attribute; `undefined` when it is missing. `userId` and `sessionId` are fields of the context; every other
 * name is looked up in `userAttributes`. Inherited properties are ignored.
 *
 * @throws what a getter or proxy of the context throws, and when an id is unusable
 */
export function attributeOf(context: FlagContext, name: string): unknown {
  if (isOfContext(name)) return usableId(name, name === 'userId' ? ownUserId(context) : ownSessionId(context));
  const all = attributesOf(context);
  assertAwaited(all);
  return ownValue(all, name);
}

/**
 * A usable id; `undefined` for `null` and empty text, which forms and headers deliver where there is no id. Throws for
 * any other value that cannot be compared: it identifies a user, who must not count as one that is not on a list.
 */
function usableId(name: string, id: unknown): string | number | bigint | undefined {
  if (id === undefined || id === null || id === '') return undefined;
  if (isComparableId(id)) return id;
  throw new TypeError(`The "${name}" of a flag context cannot be used.`);
}

function isComparableId(id: unknown): id is string | number | bigint {
  if (typeof id === 'string') return isText(id, FlagLimits.targetingKeyLength);
  if (typeof id === 'bigint') return isBoundedBigint(id);
  return typeof id === 'number' && Number.isFinite(id);
}

/** Whether this name means a field of the context itself, instead of one of `userAttributes`. */
export function isOfContext(name: string): name is 'userId' | 'sessionId' {
  return name === 'userId' || name === 'sessionId';
}

/** The `userAttributes`, if they are an object; read them with {@link ownValue}. */
export function attributesOf(context: FlagContext): Readonly<Record<string, unknown>> | undefined {
  const attributes = ownAttributes(context);
  return isRecord(attributes) ? attributes : undefined;
}

/**
 * The `userAttributes`, if they are a plain object, whose properties are its own unless `Object.prototype` is polluted.
 * Reading the constructor costs V8 almost nothing. An object that fakes it, such as a proxy, is trusted.
 */
export function plainAttributesOf(context: FlagContext): Readonly<Record<string, unknown>> | undefined {
  const attributes = attributesOf(context);
  return attributes?.['constructor'] === Object ? attributes : undefined;
}

/** The context's `timestamp` in milliseconds since 1970; `undefined` when it is absent or unusable. */
export function timestampOf(context: FlagContext): number | undefined {
  const timestamp = ownTimestamp(context);
  const time = typeof timestamp === 'object' ? dateTime(timestamp) : timestamp;
  return typeof time === 'number' && Math.abs(time) <= MAX_INSTANT ? time : undefined;
}

/** The instant to evaluate for, in milliseconds since 1970: the context's, else now. */
export function instantOf(context: FlagContext, { now }: { readonly now: () => number }): number {
  return timestampOf(context) ?? now();
}

/**
 * The same context at another instant. Its fields are read lazily, so that an unreadable one fails only where it is
 * used.
 */
export function contextAt(context: FlagContext, instant: number): FlagContext {
  return {
    get userId() {
      return ownUserId(context) as FlagContext['userId']; // the reader checks it again
    },
    get sessionId() {
      return ownSessionId(context) as FlagContext['sessionId'];
    },
    get userAttributes() {
      return ownAttributes(context) as FlagContext['userAttributes'];
    },
    timestamp: instant,
  };
}

function dateTime(date: unknown): number | undefined {
  try {
    return date instanceof Date ? Date.prototype.getTime.call(date) : undefined;
  } catch {
    return undefined; // a proxy, or an object that only inherits from Date
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
