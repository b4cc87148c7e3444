import type { Node } from '@babel/types';
import { isoTime } from '../../engine/time/iso-time.js';
import type { ConstantStrings } from './constant-strings.js';
import { membersOf } from './object-members.js';
import type { ScopedNode } from './resolved.js';
import type { Scope } from './scope.js';
import type { ValueResolver } from './value-resolver.js';

/** The deepest nesting of data that is read. */
const MAX_DEPTH = 50;

/** Data that is written in the code, such as the definition of a flag. */
export class ConstantJson {
  readonly #values: ValueResolver;
  readonly #strings: ConstantStrings;

  constructor(values: ValueResolver, strings: ConstantStrings) {
    this.#values = values;
    this.#strings = strings;
  }

  /**
   * The value of an expression. Parts that are not constant are `undefined`; a date is its ISO 8601 text, as in a flag
   * file.
   */
  of({ node, scope }: ScopedNode, depth = 0): unknown {
    if (depth > MAX_DEPTH) return undefined;
    const found = this.#values.resolve(node, scope);
    if (found?.kind !== 'expression') return undefined;
    const { node: value } = found;
    switch (value.type) {
      case 'BooleanLiteral':
      case 'NumericLiteral':
        return value.value;
      case 'NullLiteral':
        return null;
      case 'UnaryExpression': {
        const operand = this.of({ node: value.argument, scope: found.scope }, depth + 1);
        return value.operator === '-' && typeof operand === 'number' ? -operand : undefined;
      }
      case 'ArrayExpression':
        return value.elements.flatMap((element) => this.#itemsOf(element, found.scope, depth + 1));
      case 'ObjectExpression': {
        const { members } = membersOf(found, this.#values) ?? { members: [] };
        return Object.fromEntries(
          members.map((member) => [
            member.name,
            member.isConditional ? undefined : this.of({ node: member.value, scope: member.scope }, depth + 1),
          ]),
        );
      }
      case 'NewExpression':
        return this.#dateOf(value.callee.type === 'Identifier' ? value.callee.name : '', {
          node: value.arguments[0] ?? value,
          scope: found.scope,
        });
      default: {
        const strings = this.#strings.of(value, found.scope);
        return strings?.length === 1 ? strings[0] : undefined;
      }
    }
  }

  /** The value of an element of a list, or those of a list that is spread into it. */
  #itemsOf(element: Node | null, scope: Scope, depth: number): unknown[] {
    if (element?.type !== 'SpreadElement') return [element && this.of({ node: element, scope }, depth)];
    const items = this.of({ node: element.argument, scope }, depth);
    return Array.isArray(items) ? items : [undefined];
  }

  #dateOf(constructor: string, { node, scope }: ScopedNode): string | undefined {
    const [text] = constructor === 'Date' ? (this.#strings.of(node, scope) ?? []) : [];
    const time = text === undefined ? NaN : Date.parse(text);
    return Number.isNaN(time) ? undefined : isoTime(time);
  }
}
