import type { Function as FunctionNode, Node } from '@babel/types';
import { declarePattern } from './declare-pattern.js';
import { declareStatements } from './declare-statements.js';
import { Scope } from './scope.js';

/**
 * The scope of a function, with its parameters and the declarations at the top of its body.
 *
 * @param list the list whose elements the function is called with, if it is the callback of a method of a list
 */
export function functionScope(node: FunctionNode, outer: Scope, list?: Node): Scope {
  const scope = new Scope(outer.module, outer);
  node.params.forEach((parameter, index) => {
    if (index === 0 && list !== undefined && parameter.type === 'Identifier') {
      scope.declare(parameter.name, { kind: 'element', list, scope: outer });
    } else declarePattern(parameter, { value: undefined, isConstant: false, scope }, scope);
  });
  if (node.body.type === 'BlockStatement') declareStatements(node.body.body, scope);
  return scope;
}
