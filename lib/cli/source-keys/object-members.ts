import type { Node, ObjectMethod, ObjectProperty } from '@babel/types';
import type { Resolved, ScopedNode } from './resolved.js';
import type { Scope } from './scope.js';
import { propertyName, withoutCasts } from './syntax-node.js';

/** One member of an object that is written in the code. */
export interface ObjectMember {
  readonly name: string;
  /** The node of the name, for its place. */
  readonly key: Node;
  readonly value: Node;
  readonly scope: Scope;
  /** Whether the object has the member, with this value, only under a condition. */
  readonly isConditional: boolean;
}

/** The members of an object that is written in the code, in order, including those that are spread into it. */
export interface ObjectMembers {
  readonly members: readonly ObjectMember[];
  /** Names that are computed, and objects that are spread: they stand for further members, which cannot be read. */
  readonly unread: readonly ScopedNode[];
}

/** How deeply objects may be spread into each other; a cycle is deeper. */
const MAX_DEPTH = 10;

/** The part of a resolver that is needed here. */
interface Resolver {
  resolve(node: Node, scope: Scope): Resolved | undefined;
}

/** Reads the members of an object; `undefined` if it is not an object that is written in the code. */
export function membersOf({ node, scope }: ScopedNode, resolver: Resolver, depth = 0): ObjectMembers | undefined {
  if (node.type !== 'ObjectExpression' || depth > MAX_DEPTH) return undefined;
  return joined(
    node.properties.map((property) =>
      property.type === 'SpreadElement'
        ? spreadMembers(property.argument, scope, resolver, depth + 1)
        : memberOf(property, scope, resolver),
    ),
  );
}

/** The members of what is spread into an object: of another object, or of each that a condition chooses from. */
function spreadMembers(spread: Node, scope: Scope, resolver: Resolver, depth: number): ObjectMembers {
  const node = withoutCasts(spread);
  const unread = { members: [], unread: [{ node, scope }] };
  if (isNothing(node)) return NONE;
  const found = resolver.resolve(node, scope);
  if (found?.kind !== 'expression' || depth > MAX_DEPTH) return unread;
  const choices = choicesOf(found.node);
  if (choices === undefined) return membersOf(found, resolver, depth) ?? unread;
  const parts = joined(choices.map((choice) => spreadMembers(choice, found.scope, resolver, depth + 1)));
  return { ...parts, members: parts.members.map((member) => ({ ...member, isConditional: true })) };
}

/** The objects of which a condition chooses one; `undefined` if there is no condition. */
function choicesOf(node: Node): readonly Node[] | undefined {
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate];
  if (node.type !== 'LogicalExpression') return undefined;
  return node.operator === '&&' ? [node.right] : [node.left, node.right];
}

function memberOf(property: ObjectMethod | ObjectProperty, scope: Scope, resolver: Resolver): ObjectMembers {
  const { key } = property;
  const name = property.computed ? computedName(key, scope, resolver) : propertyName(key);
  if (name === undefined) return { members: [], unread: [{ node: key, scope }] };
  const value = property.type === 'ObjectProperty' ? property.value : property;
  return { members: [{ name, key, value, scope, isConditional: false }], unread: [] };
}

function computedName(key: Node, scope: Scope, resolver: Resolver): string | undefined {
  const found = resolver.resolve(key, scope);
  return found?.kind === 'expression' ? propertyName(found.node) : undefined;
}

function isNothing(node: Node): boolean {
  const isUndefined = node.type === 'Identifier' && node.name === 'undefined';
  return isUndefined || node.type === 'NullLiteral' || node.type === 'BooleanLiteral';
}

function joined(parts: readonly ObjectMembers[]): ObjectMembers {
  return {
    members: parts.flatMap(({ members }) => members),
    unread: parts.flatMap(({ unread }) => unread),
  };
}

const NONE: ObjectMembers = { members: [], unread: [] };
