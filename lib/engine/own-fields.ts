import type { FlagContext } from './flag-context.js';

// The fast path of every evaluation. A plain object inherits from nothing but `Object.prototype`; as long as that has no
// such property, what is read is the object's own. V8 proves both by the object's shape, at no cost, where
// `hasOwnProperty` takes 5 to 10 ns. It can because each property is named in the code and has a place of its own, which
// is why the same is written four times. Whatever is not plain goes through `ownValue`. Data cannot pretend to be plain:
// JSON's "__proto__" is no prototype. Code can, such as a proxy that answers for everything, and is taken at its word.

/** Reads `userId`; the type is the caller's promise, which nobody has checked. */
export function ownUserId(context: FlagContext): unknown {
  try {
    const plain: Inheriting = context;
    return plain.__proto__ === BASE && !('userId' in BASE) ? context.userId : ownValue(context, 'userId');
  } catch {
    return ownValue(context, 'userId'); // not an object, or one that throws; Node may also be told to forbid `__proto__`
  }
}

/** Reads `sessionId` likewise. */
export function ownSessionId(context: FlagContext): unknown {
  try {
    const plain: Inheriting = context;
    return plain.__proto__ === BASE && !('sessionId' in BASE) ? context.sessionId : ownValue(context, 'sessionId');
  } catch {
    return ownValue(context, 'sessionId');
  }
}

/** Reads `userAttributes` likewise. */
export function ownAttributes(context: FlagContext): unknown {
  try {
    const plain: Inheriting = context;
    return plain.__proto__ === BASE && !('userAttributes' in BASE)
      ? context.userAttributes
      : ownValue(context, 'userAttributes');
  } catch {
    return ownValue(context, 'userAttributes');
  }
}

/** Reads `timestamp` likewise. */
export function ownTimestamp(context: FlagContext): unknown {
  try {
    const plain: Inheriting = context;
    return plain.__proto__ === BASE && !('timestamp' in BASE) ? context.timestamp : ownValue(context, 'timestamp');
  } catch {
    return ownValue(context, 'timestamp');
  }
}

/** An own property; `undefined` when it is missing, inherited, or cannot be read. */
export function ownValue(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  try {
    return owns.call(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined; // a getter or a proxy of the caller that throws: evaluation never does
  }
}

type Inheriting = FlagContext & { readonly __proto__?: unknown };

const BASE: FlagContext = Object.prototype;

// Not `Object.hasOwn`, which calls this one in turn. It is only ever called with a `this`.
// oxlint-disable-next-line typescript/unbound-method
export const owns = Object.prototype.hasOwnProperty;
