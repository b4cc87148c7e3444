import type { Type } from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { methodsOf } from '../gate-checks/class-methods.js';
import { MethodRecords } from './method-records.js';

/** The names of the methods that replace a method while its gate is closed. */
export const fallbackMethods = new MethodRecords<string>('fallbacks of a method');

/**
 * Checks that each fallback of a class can replace its method.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a fallback is not a method of the class, or when fallbacks
 *   form a cycle, so that a closed gate would never return
 */
export function assertFallbacks(type: Type): void {
  const { prototype }: { readonly prototype: object } = type;
  const fallbacks = new Map(methodsOf(type).map(({ name }) => [name, fallbackMethods.of(prototype, name)]));
  for (const [name, own] of fallbacks) {
    const place = `${type.name}.${name}`;
    const missing = own.find((fallback) => !fallbacks.has(fallback));
    if (missing !== undefined) {
      throw new InvalidOptionsError(`The fallback "${missing}" of ${place} is not a method of ${type.name}: add it.`);
    }
    const reached = new Set(own);
    for (const next of reached) for (const fallback of fallbacks.get(next) ?? []) reached.add(fallback);
    if (reached.has(name)) {
      throw new InvalidOptionsError(
        `The fallback "${own.join('", "')}" of ${place} leads back to ${place}, so a closed gate would never return: ` +
          'name a method that does not fall back on it.',
      );
    }
  }
}
