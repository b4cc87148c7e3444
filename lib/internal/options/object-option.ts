import { isClass } from './kind-of.js';
import { option } from './option-readers.js';
import type { OptionReader } from './options-schema.js';

/** The methods that an object must have, such as a provider, a store, a cache or a clock. */
export interface ObjectRequirements<T extends object> {
  /** The kind of object, with its article, such as `a provider`. */
  readonly what: string;
  /** The required methods. */
  readonly methods: readonly (keyof T & string)[];
  /** The optional methods; a member with such a name that is not a function is rejected. @default none */
  readonly optional?: readonly (keyof T & string)[];
  /** Further requirements. @default nothing */
  readonly isValid?: (object: T) => boolean;
  /** A description of the other requirements, for messages such as `must be a store with …`. */
  readonly rule?: string;
  /** Tells how to create such an object, as a sentence without its full stop, for the message about anything else. */
  readonly remedy: string;
  /** The same for a string, such as a path or a URL. @default the remedy */
  readonly remedyForString?: string;
}

/**
 * An object with certain methods, own or inherited. The object is inspected, but its methods are not called, and it is
 * not copied.
 */
export function objectOption<T extends object>(requirements: ObjectRequirements<T>): OptionReader<T> {
  const { what, methods, optional = [], isValid, rule, remedy, remedyForString = remedy } = requirements;
  const fits = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const member = (name: string) => (value as Readonly<Record<string, unknown>>)[name];
    if (!methods.every((name) => typeof member(name) === 'function')) return false;
    if (!optional.every((name) => member(name) === undefined || typeof member(name) === 'function')) return false;
    return isValid === undefined || isValid(value as T); // it has the methods of the type
  };
  const remedyFor = (value: unknown): string => {
    if (isClass(value)) return `Use an instance, such as new ${nameOf(value)}()`;
    if (isThenable(value)) return 'Await it first';
    return typeof value === 'string' ? remedyForString : remedy;
  };
  const names = methods.join(', ');
  return option(
    fits,
    `must be ${what}, an object with the methods ${names}${rule === undefined ? '' : ` ${rule}`}`,
    remedyFor,
  );
}

/** The name of a class, if it can be shown. */
function nameOf(constructor: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value;
  return typeof name === 'string' && /^[\w$]{1,80}$/.test(name) ? name : 'YourClass';
}

function isThenable(value: unknown): boolean {
  try {
    return typeof value === 'object' && value !== null && 'then' in value;
  } catch {
    return false;
  }
}
