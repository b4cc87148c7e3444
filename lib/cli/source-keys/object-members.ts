import type { Node, ObjectMethod, ObjectProperty } from '@babel/types';
import type { Resolved, ScopedNode } from './resolved.js';
import type { Scope } from './scope.js';
import { propertyName } from './syntax-node.js';

/** One member of an object that is written in the code. */
export interface ObjectMember {
  readonly name: string;
  /** The node of the name, for its place. */
  readonly key: Node;
  readonly value: Node;
  readonly scope: Scope;
}

/** How deeply objects may be spread into each other; a cycle is deeper. */
const MAX_DEPTH = 20;

/** The part of a resolver that is needed here. */
interface Resolver {
  resolve(node: Node, scope: Scope): Resolved | undefined;
}

/**
 * The members of an object in order, those that are spread into it included; `undefined` if it is not an object that is
 * written in the code. Members whose names are not constant are left out.
 */
export function membersOf({ node, scope }: ScopedNode, resolver: Resolver, depth = 0): ObjectMember[] | undefined {
  if (node.type !== 'ObjectExpression' || depth > MAX_DEPTH) return undefined;
  return node.properties.flatMap((property) =>
    property.type === 'SpreadElement'
      ? spreadMembers(property.argument, scope, resolver, depth)
      : memberOf(property, scope, resolver),
  );
}

function spreadMembers(spread: Node, scope: Scope, resolver: Resolver, depth: number): ObjectMember[] {
  const found = resolver.resolve(spread, scope);
  return (found?.kind === 'expression' ? membersOf(found, resolver, depth + 1) : undefined) ?? [];
}

function memberOf(property: ObjectMethod | ObjectProperty, scope: Scope, resolver: Resolver): ObjectMember[] {
  const { key } = property;
  const computed = property.computed ? resolver.resolve(key, scope) : undefined;
  const name = property.computed
    ? computed?.kind === 'expression'
      ? propertyName(computed.node)
      : undefined
    : propertyName(key);
  if (name === undefined) return [];
  return [{ name, key, value: property.type === 'ObjectProperty' ? property.value : property, scope }];
}
