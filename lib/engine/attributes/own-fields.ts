import type { FlagContext } from '../flag-context.js';

// The fast path of every evaluation. A plain object inherits from nothing but `Object.prototype`; as long as that has no
// such property, what is read is the object's own. V8 proves both by the object's shape, at no cost, where
// `hasOwnProperty` takes 5 to 10 ns. It can because each property is named in the code and has a place of its own, which
// is why the same is written four times. Whatever is not plain goes through `fieldOf`. Data cannot pretend to be plain:
// JSON's "__proto__" is no prototype. Code can, such as a proxy that answers for everything, and is taken at its word.

/**
 * Reads `userId`; the type is the caller's promise, which nobody has checked.
 *
 * @throws what a getter or proxy of the context throws, and for a context that is no object: what cannot be read must
 *   never pass for "nobody in particular"
 */
export function ownUserId(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('userId' in BASE);
  } catch {
    // Not an object, or a proxy that throws; Node may also be told to forbid `__proto__`.
  }
  return isPlain ? context.userId : fieldOf(context, 'userId');
}

/** Reads `sessionId` in the same way. */
export function ownSessionId(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('sessionId' in BASE);
  } catch {
    // Not an object, or a proxy that throws; Node may also be told to forbid `__proto__`.
  }
  return isPlain ? context.sessionId : fieldOf(context, 'sessionId');
}

/** Reads `userAttributes` in the same way. */
export function ownAttributes(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('userAttributes' in BASE);
  } catch {
    // Not an object, or a proxy that throws; Node may also be told to forbid `__proto__`.
  }
  return isPlain ? context.userAttributes : fieldOf(context, 'userAttributes');
}

/** Reads `timestamp` in the same way. */
export function ownTimestamp(context: FlagContext): unknown {
  let isPlain = false;
  try {
    const plain: Inheriting = context;
    isPlain = plain.__proto__ === BASE && !('timestamp' in BASE);
  } catch {
    // Not an object, or a proxy that throws; Node may also be told to forbid `__proto__`.
  }
  return isPlain ? context.timestamp : fieldOf(context, 'timestamp');
}

/** An own property; `undefined` when it is missing or inherited. Throws what a getter or proxy throws. */
export function ownValue(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return owns.call(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
}

/** A promise has no fields of its own: with a forgotten `await` it would pass for nobody, or for a missing attribute. */
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

// Not `Object.hasOwn`, which calls this one in turn. It is only ever called with a `this`.
// oxlint-disable-next-line typescript/unbound-method
export const owns = Object.prototype.hasOwnProperty;
