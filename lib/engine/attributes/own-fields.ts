import type { FlagContext } from '../flag-context.js';

// The fast path of every evaluation. A plain object inherits only from `Object.prototype`; unless that has a property
// of this name, the property that is read is the object's own. V8 can verify both from the object's shape at no cost,
// whereas `hasOwnProperty` takes 5 to 10 ns. This works only if each property name is written out in a function of its
// own, which is why the same code appears four times. Objects that are not plain go through `fieldOf`. Data cannot
// imitate a plain object, because "__proto__" in JSON does not set the prototype. Code can, such as a proxy, and is
// trusted.

/**
 * Reads `userId`, whose declared type is not verified.
 *
 * @throws what a getter or proxy of the context throws, and when the context is not an object: an unreadable context
 *   must never be treated as anonymous
 */
export function ownUserId(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('userId' in BASE);
  } catch {
    // Not an object, a proxy that throws, or Node.js was started with `--disable-proto=throw`.
  }
  return isPlain ? context.userId : fieldOf(context, 'userId');
}

/** Reads `sessionId` in the same way as {@link ownUserId}. */
export function ownSessionId(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('sessionId' in BASE);
  } catch {
    // Not an object, a proxy that throws, or Node.js was started with `--disable-proto=throw`.
  }
  return isPlain ? context.sessionId : fieldOf(context, 'sessionId');
}

/** Reads `userAttributes` in the same way as {@link ownUserId}. */
export function ownAttributes(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('userAttributes' in BASE);
  } catch {
    // Not an object, a proxy that throws, or Node.js was started with `--disable-proto=throw`.
  }
  return isPlain ? context.userAttributes : fieldOf(context, 'userAttributes');
}

/** Reads `timestamp` in the same way as {@link ownUserId}. */
export function ownTimestamp(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('timestamp' in BASE);
  } catch {
    // Not an object, a proxy that throws, or Node.js was started with `--disable-proto=throw`.
  }
  return isPlain ? context.timestamp : fieldOf(context, 'timestamp');
}

/** Reads an own property; `undefined` when it is missing or inherited. Throws what a getter or proxy throws. */
export function ownValue(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return owns.call(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
}

/**
 * Throws if the value is a promise: after a forgotten `await`, it would look like an anonymous context or a missing
 * attribute.
 */
export function assertAwaited(value: unknown): void {
  if (value instanceof Promise) throw new TypeError('A flag context holds a promise: await it first.');
}

function fieldOf(context: unknown, name: keyof FlagContext): unknown {
  if (typeof context !== 'object' || context === null) throw new TypeError('A flag context must be an object.');
  assertAwaited(context);
  return ownValue(context, name);
}

type Inheriting = FlagContext & { readonly __proto__?: unknown };

const BASE: FlagContext = Object.prototype;

// Not `Object.hasOwn`, which calls this function in turn. It is always called with an explicit `this`.
// oxlint-disable-next-line typescript/unbound-method
export const owns = Object.prototype.hasOwnProperty;
