/** Describes a rejected value for a message: its kind, never the value itself, which may be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return kindOfString(value);
  if (typeof value === 'number') return kindOfNumber(value);
  if (typeof value === 'function') return isClass(value) ? 'a class' : 'a function';
  return typeof value === 'object' ? kindOfObject(value) : `a ${typeof value}`;
}

function kindOfString(text: string): string {
  if (text === '') return 'an empty string';
  return text.isWellFormed() ? `a string of length ${text.length}` : 'a string with a lone surrogate';
}

function kindOfNumber(number: number): string {
  if (!Number.isFinite(number)) return String(number);
  return Number.isInteger(number) ? 'a whole number' : 'a fraction';
}

function kindOfObject(object: object): string {
  try {
    if (Array.isArray(object)) return 'an array';
    if (object instanceof Promise) return 'a promise';
    if (object instanceof Date) return 'a Date';
    return object instanceof Map ? 'a Map' : 'an object';
  } catch {
    return 'a Proxy';
  }
}

/** Whether a value is a class, if it was declared by `class`, so that its `prototype` is read-only. */
export function isClass(value: unknown): value is abstract new (...args: never[]) => unknown {
  if (typeof value !== 'function') return false;
  try {
    return Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
  } catch {
    return false; // a proxy
  }
}
