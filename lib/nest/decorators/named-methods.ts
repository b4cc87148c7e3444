import type { Type } from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { methodsOf } from '../gate-checks/class-methods.js';
import { MethodRecords } from './method-records.js';
import type { Method } from './method-replacement.js';

/** A method that a decorator names, and that may run in place of the decorated one. */
export interface NamedMethod {
  readonly name: string;
  /** The role of the method in messages, such as `fallback`. */
  readonly role: string;
}

export const namedMethods = new MethodRecords<NamedMethod>('named methods');

/**
 * Checks that each method that a decorator names in a class can replace the decorated one.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is not a method of the class, or when the names form a
 *   cycle, so that a call would never return
 */
export function assertNamedMethods(type: Type): void {
  const { prototype }: { readonly prototype: object } = type;
  const methods = new Map(methodsOf(type).map(({ name }) => [name, namedMethods.of(prototype, name)]));
  for (const [method, named] of methods) {
    const place = `${type.name}.${method}`;
    for (const { name, role } of named) {
      if (!methods.has(name)) throw notAMethod(role, name, place, type.name);
      if (!reachedFrom(name, methods).has(method)) continue;
      throw new InvalidOptionsError(
        `The ${role} "${name}" of ${place} leads back to ${place}, so a call would never return: name a method that does ` +
          'not lead back.',
      );
    }
  }
}

/** The method that a decorator names, of the object whose decorated method is called. */
export function namedMethodOf(instance: unknown, { name, role }: NamedMethod, place: string): Method {
  const method: unknown = (instance as Readonly<Record<string, unknown>>)[name];
  if (typeof method === 'function') return method as Method;
  throw notAMethod(role, name, place, 'the same object');
}

/** All methods that may run in place of a method, itself included. */
function reachedFrom(name: string, methods: ReadonlyMap<string, readonly NamedMethod[]>): ReadonlySet<string> {
  const reached = new Set([name]);
  for (const each of reached) for (const { name: next } of methods.get(each) ?? []) reached.add(next);
  return reached;
}

function notAMethod(role: string, name: string, place: string, owner: string): InvalidOptionsError {
  return new InvalidOptionsError(`The ${role} "${name}" of ${place} is not a method of ${owner}: add it.`);
}
