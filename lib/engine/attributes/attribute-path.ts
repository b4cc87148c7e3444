import type { FlagContext } from '../flag-context.js';
import { attributeOf, attributesOf, isOfContext } from './read-context.js';
import { lengthOf } from './list-length.js';
import { assertAwaited, owns, ownValue } from './own-fields.js';

const MAX_STEPS = 10;
const STEP = /^(?:[^~/]|~[01])+$/;
const INDEX = /^(?:0|[1-9]\d{0,9})$/;
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Returns what is wrong with an attribute path; `undefined` for a valid one. A path is either a name, taken literally
 * with any dots, or, if it begins with a slash, the names that lead to a nested attribute (RFC 6901): `/company/plan`,
 * with `~1` for a slash and `~0` for a tilde in a name. In a list, `length` and the index of an element are names as
 * well: `/roles/length`, `/roles/0`.
 */
export function attributePathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return REFUSED.has(path) ? 'is a reserved name' : undefined;
  const steps = path.slice(1).split('/');
  if (steps.length > MAX_STEPS) return `is a path of more than ${MAX_STEPS} names`;
  if (!steps.every((step) => STEP.test(step))) {
    return 'is not a valid path: use names separated by slashes, with "~1" for a slash and "~0" for a tilde in a name';
  }
  if (steps.some((step) => REFUSED.has(step))) return 'contains a name that is not allowed';
  const [first = '', ...others] = steps;
  return others.length > 0 && isOfContext(first) ? `leads into "${first}", which has no members` : undefined;
}

/**
 * Reads the attribute at a path, through own properties only; `undefined` when any of them is missing. Throws when one
 * cannot be read.
 */
export function attributeReader(path: string): (context: FlagContext) => unknown {
  const [first = '', ...others] = namesOf(path);
  if (others.length > 0) {
    const steps = others.map(stepTo);
    return (context) => {
      let value = attributeOf(context, first);
      for (const step of steps) value = step(value);
      return value;
    };
  }
  return isOfContext(first) ? (context) => attributeOf(context, first) : nameReader(first);
}

/**
 * The name of a top-level attribute of `userAttributes`; `undefined` for `userId`, `sessionId` and nested attributes.
 */
export function plainName(path: string): string | undefined {
  const [first = '', ...others] = namesOf(path);
  return others.length > 0 || isOfContext(first) ? undefined : first;
}

/** Whether a path means the context's own `userId` or `sessionId`, which are compared as text. */
export function isIdPath(path: string): boolean {
  const [first = '', ...others] = namesOf(path);
  return others.length === 0 && isOfContext(first);
}

/**
 * Reads the member of an attribute by its name: an own property of an object, or the `length` or an element (such as
 * `0`) of a list. Text has no members, whether boxed or not.
 */
function stepTo(name: string): (holder: unknown) => unknown {
  if (name === 'length') {
    return (holder) => (Array.isArray(holder) ? lengthOf(holder, Infinity) : unboxedMember(holder, name));
  }
  if (INDEX.test(name)) {
    return (holder) => (Array.isArray(holder) ? elementOf(holder, name) : unboxedMember(holder, name));
  }
  return (holder) => (Array.isArray(holder) ? undefined : ownValue(holder, name));
}

function elementOf(list: readonly unknown[], index: string): unknown {
  const length = lengthOf(list, Infinity);
  return length !== undefined && Number(index) < length ? ownValue(list, index) : undefined;
}

function unboxedMember(holder: unknown, name: string): unknown {
  // oxlint-disable-next-line unicorn/no-instanceof-builtins -- one of another realm is an object like any other
  return holder instanceof String ? undefined : ownValue(holder, name);
}

/**
 * Inlines {@link ownValue}: V8 caches object shapes for each place in the code, and a place shared by all flags sees
 * too many shapes to be fast.
 */
function nameReader(name: string): (context: FlagContext) => unknown {
  return (context) => {
    const all = attributesOf(context);
    if (all === undefined) return undefined;
    if (owns.call(all, name)) return all[name];
    assertAwaited(all);
    return undefined;
  };
}

/** The names that lead to the attribute at a path. */
export function namesOf(path: string): string[] {
  return path.startsWith('/') ? path.slice(1).split('/').map(unescaped) : [path];
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
