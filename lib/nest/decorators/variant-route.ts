import type { Type } from '@nestjs/common';
import type { Flag } from '../../engine/flag.js';
import { methodsOf } from '../gate-checks/class-methods.js';
import { MethodRecords } from './method-records.js';

/** The record that `@VariantHandler` makes of a method. */
export interface VariantRoute {
  readonly key: string;
  /** The names of the methods by the names of their variants. */
  readonly methods: ReadonlyMap<string, string>;
}

export const variantRoutes = new MethodRecords<VariantRoute>('variant routes');

/** The variants that flags may serve to a class, but that have no method there, each as one line of a message. */
export function unhandledVariantsOf(type: Type, flags: ReadonlyMap<string, Flag>): string[] {
  return methodsOf(type).flatMap(({ name }) =>
    variantRoutes.of(type.prototype as object, name).flatMap((route) => {
      const flag = flags.get(route.key);
      const problems = flag === undefined ? [] : unhandledVariants(route, flag);
      return problems.map((problem) => `${problem} in ${type.name}.${name}`);
    }),
  );
}

/**
 * The variants without a method that a flag may serve, by its own draw, a rule or an override. A custom strategy may
 * serve any variant, so nothing is known about it.
 */
function unhandledVariants({ methods }: VariantRoute, flag: Flag): string[] {
  if (flag.type === 'custom') return [];
  if (flag.type !== 'variant') return [`"${flag.key}" is of type "${flag.type}", without variants, but is used`];
  const missing = flag.variants.filter(({ name }) => !methods.has(name));
  return missing.map(({ name }) => `variant "${name}" of "${flag.key}" has no method`);
}
