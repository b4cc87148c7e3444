import type { Node } from '@babel/types';

/** The members of a node that are not part of the syntax. */
const OTHER_MEMBERS: ReadonlySet<string> = new Set([
  'loc',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
]);

/**
 * The direct children of a node, in the order of the text. `@babel/traverse` would be the usual way to visit a tree; it
 * brings ten packages and a slower, mutable tree, of which this is the only part that is needed.
 */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [name, value] of Object.entries<unknown>({ ...node })) {
    if (OTHER_MEMBERS.has(name)) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The name of a property, if it is written as a name, a string or a number. */
export function propertyName(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'NumericLiteral') return String(key.value);
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return undefined;
}

/** An expression without casts, `satisfies`, `!` and parentheses. */
export function withoutCasts(node: Node): Node {
  if (
    node.type === 'TSAsExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSTypeAssertion' ||
    node.type === 'ParenthesizedExpression'
  ) {
    return withoutCasts(node.expression);
  }
  return node;
}
