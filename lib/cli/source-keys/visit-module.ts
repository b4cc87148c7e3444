import type { Class, Node } from '@babel/types';
import { declarePattern } from './declare-pattern.js';
import { declareStatements } from './declare-statements.js';
import { functionScope } from './function-scope.js';
import { Scope } from './scope.js';
import type { SourceModule } from './source-module.js';
import { childrenOf, propertyName } from './syntax-node.js';

/** Called for each node, from the outside in, with the scope of the names in it. */
export type VisitNode = (node: Node, scope: Scope) => void;

/** Methods of a list that call a function with each element. */
const CALLS_EACH: ReadonlySet<string> = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'flatMap',
  'forEach',
  'map',
  'some',
]);

/** Visits all nodes of a module. */
export function visitModule(module: SourceModule, visit: VisitNode): void {
  new ModuleVisitor(visit).children(module.program, module.scope);
}

class ModuleVisitor {
  readonly #visit: VisitNode;
  /** The lists whose elements callbacks are called with. */
  readonly #lists = new WeakMap<Node, Node>();

  constructor(visit: VisitNode) {
    this.#visit = visit;
  }

  children(node: Node, scope: Scope): void {
    for (const child of childrenOf(node)) this.#node(child, scope);
  }

  #node(node: Node, scope: Scope): void {
    this.#visit(node, scope);
    this.children(node, this.#scopeIn(node, scope));
  }

  /** The scope of the names in a node, which may have declarations of its own. */
  #scopeIn(node: Node, scope: Scope): Scope {
    switch (node.type) {
      case 'CallExpression':
        this.#findCallback(node.callee, node.arguments[0]);
        return scope;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        return functionScope(node, scope, this.#lists.get(node));
      case 'BlockStatement':
      case 'StaticBlock':
      case 'TSModuleBlock':
        return declared(new Scope(scope.module, scope), (inner) => declareStatements(node.body, inner));
      case 'ClassDeclaration':
      case 'ClassExpression':
        return new Scope(scope.module, scope, node);
      case 'ForOfStatement':
        return declared(new Scope(scope.module, scope), (inner) => declareEach(node.left, node.right, inner, scope));
      case 'CatchClause':
        return declared(new Scope(scope.module, scope), (inner) => {
          if (node.param) declarePattern(node.param, { value: undefined, isConstant: false, scope: inner }, inner);
        });
      default:
        return scope;
    }
  }

  #findCallback(callee: Node, callback: Node | undefined): void {
    if (callee.type !== 'MemberExpression' || callback === undefined) return;
    if (CALLS_EACH.has(propertyName(callee.property) ?? '')) this.#lists.set(callback, callee.object);
  }
}

function declareEach(left: Node, list: Node, inner: Scope, outer: Scope): void {
  if (left.type !== 'VariableDeclaration') return;
  for (const { id } of left.declarations) {
    if (id.type === 'Identifier' && left.kind === 'const')
      inner.declare(id.name, { kind: 'element', list, scope: outer });
    else declarePattern(id, { value: undefined, isConstant: false, scope: inner }, inner);
  }
}

function declared(scope: Scope, declare: (scope: Scope) => void): Scope {
  declare(scope);
  return scope;
}

/** The values that a method of a class may return, nested functions aside. */
export function returnedBy({ body }: Class, name: string, outer: Scope): readonly (readonly [Node, Scope])[] {
  const found: (readonly [Node, Scope])[] = [];
  for (const member of body.body) {
    if (member.type !== 'ClassMethod' || propertyName(member.key) !== name) continue;
    const scope = functionScope(member, outer);
    const search = (node: Node) => {
      if (node.type === 'ReturnStatement' && node.argument) found.push([node.argument, scope]);
      else if (!('params' in node)) childrenOf(node).forEach(search);
    };
    search(member.body);
  }
  return found;
}
