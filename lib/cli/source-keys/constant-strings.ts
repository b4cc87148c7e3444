import type { Node } from '@babel/types';
import { membersOf } from './object-members.js';
import type { Resolved, ScopedNode } from './resolved.js';
import type { Scope } from './scope.js';
import { propertyName } from './syntax-node.js';
import { calleeName, type ValueResolver } from './value-resolver.js';

/** How many strings one expression may stand for; more are not worth checking. */
const MAX_STRINGS = 1000;
/** How deeply strings may be composed of each other; a cycle is deeper. */
const MAX_DEPTH = 20;

/** The strings that expressions in the code stand for. */
export class ConstantStrings {
  readonly #values: ValueResolver;
  #depth = 0;

  constructor(values: ValueResolver) {
    this.#values = values;
  }

  /** All strings that an expression may stand for; `undefined` if it may stand for others as well. */
  of(node: Node, scope: Scope): readonly string[] | undefined {
    if (this.#depth >= MAX_DEPTH) return undefined;
    this.#depth++;
    try {
      const strings = this.#ofResolved(this.#values.resolve(node, scope));
      return strings !== undefined && strings.length > 0 && strings.length <= MAX_STRINGS ? strings : undefined;
    } finally {
      this.#depth--;
    }
  }

  /** All strings in a list. */
  ofEach(node: Node, scope: Scope): readonly string[] | undefined {
    const list = this.#values.resolve(node, scope);
    if (list?.kind !== 'expression') return undefined;
    if (list.node.type === 'CallExpression')
      return this.#ofEntries(list.node.callee, list.node.arguments[0], list.scope);
    if (list.node.type !== 'ArrayExpression') return undefined;
    return union(
      list.node.elements.map((element) => {
        if (element === null) return undefined;
        if (element.type === 'SpreadElement') return this.ofEach(element.argument, list.scope);
        return this.of(element, list.scope);
      }),
    );
  }

  #ofResolved(resolved: Resolved | undefined): readonly string[] | undefined {
    if (resolved?.kind === 'element') return this.ofEach(resolved.list, resolved.scope);
    return resolved?.kind === 'expression' ? this.#ofExpression(resolved) : undefined;
  }

  #ofExpression({ node, scope }: ScopedNode): readonly string[] | undefined {
    switch (node.type) {
      case 'StringLiteral':
        return [node.value];
      case 'ConditionalExpression':
        return union([this.of(node.consequent, scope), this.of(node.alternate, scope)]);
      case 'LogicalExpression':
        return union([this.of(node.left, scope), this.of(node.right, scope)]);
      case 'BinaryExpression':
        return node.operator === '+' ? joined([this.of(node.left, scope), this.of(node.right, scope)]) : undefined;
      case 'TemplateLiteral':
        return joined(
          node.quasis.flatMap(({ value }, index) => {
            const expression = node.expressions[index];
            const text = [value.cooked ?? value.raw];
            return expression === undefined ? [text] : [text, this.of(expression, scope)];
          }),
        );
      default:
        return undefined;
    }
  }

  /** The strings of `Object.keys(object)` and `Object.values(object)`, where an enum is an object as well. */
  #ofEntries(callee: Node, argument: Node | undefined, scope: Scope): readonly string[] | undefined {
    const name = calleeName(callee);
    if (argument === undefined || (name !== 'Object.keys' && name !== 'Object.values')) return undefined;
    const object = this.#values.resolve(argument, scope);
    if (object?.kind === 'enum') {
      const names = object.node.members.flatMap(({ id }) => propertyName(id) ?? []);
      return name === 'Object.keys'
        ? names
        : union(names.map((each) => this.#ofResolved(this.#values.member(object, each))));
    }
    const read = object?.kind === 'expression' ? membersOf(object, this.#values) : undefined;
    if (read === undefined || read.unread.length > 0) return undefined;
    if (name === 'Object.keys') return read.members.map((member) => member.name);
    return union(read.members.map((member) => this.of(member.value, member.scope)));
  }
}

function union(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const all = new Set<string>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const each of part) all.add(each);
  }
  return [...all];
}

/** Every combination of one string of each part, joined. */
function joined(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  let all: readonly string[] = [''];
  for (const part of parts) {
    if (part === undefined || all.length * part.length > MAX_STRINGS) return undefined;
    all = all.flatMap((start) => part.map((end) => start + end));
  }
  return all;
}
