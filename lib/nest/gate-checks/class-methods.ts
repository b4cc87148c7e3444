import type { Type } from '@nestjs/common';

/** A method by its name; `method` carries the metadata of its decorators. */
export interface ClassMethod {
  readonly name: string;
  readonly method: (...args: never[]) => unknown;
}

/** All methods of a class, inherited ones included; accessors are not called. */
export function methodsOf(type: Type): ClassMethod[] {
  const found = new Map<string, ClassMethod>();
  for (let prototype = prototypeOf(type); prototype !== null && prototype !== Object.prototype;) {
    for (const each of ownMethods(prototype)) if (!found.has(each.name)) found.set(each.name, each);
    prototype = asObject(Object.getPrototypeOf(prototype));
  }
  return [...found.values()];
}

/** The static methods that a class itself declares. */
export function staticMethodsOf(type: Type): ClassMethod[] {
  return ownMethods(type);
}

export function prototypeOf(type: Type): object | null {
  return asObject(type.prototype);
}

function ownMethods(holder: object): ClassMethod[] {
  return Object.entries(Object.getOwnPropertyDescriptors(holder)).flatMap(([name, { value }]) =>
    typeof value === 'function' && name !== 'constructor' && name !== 'prototype'
      ? [{ name, method: value as ClassMethod['method'] }]
      : [],
  );
}

function asObject(value: unknown): object | null {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : null;
}
