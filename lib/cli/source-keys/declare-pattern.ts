import type { Node, TSType } from '@babel/types';
import type { Scope, ValueBinding } from './scope.js';
import { propertyName } from './syntax-node.js';

/** The value to which a pattern is bound. */
export interface BoundValue {
  readonly value: Node | undefined;
  readonly isConstant: boolean;
  /** The scope of the value. */
  readonly scope: Scope;
}

/** Declares the names of a variable or parameter, which may be destructured. */
export function declarePattern(pattern: Node, bound: BoundValue, target: Scope): void {
  declarePart(pattern, { ...bound, kind: 'value', path: [] }, target);
}

function declarePart(pattern: Node, bound: ValueBinding, target: Scope): void {
  switch (pattern.type) {
    case 'Identifier':
      target.declare(pattern.name, annotated(pattern, bound));
      return;
    case 'TSParameterProperty':
      declarePart(pattern.parameter, bound, target);
      return;
    case 'AssignmentPattern': // with a default, the value may be another one
      declarePart(pattern.left, annotated(pattern.left, { ...bound, isConstant: false }), target);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type !== 'ObjectProperty') continue; // the rest
        const name = property.computed ? undefined : propertyName(property.key);
        const of = annotated(pattern, bound);
        declarePart(property.value, name === undefined ? unknownPart(of) : { ...of, path: [...of.path, name] }, target);
      }
      return;
    case 'ArrayPattern':
      pattern.elements.forEach((element, index) => {
        if (element !== null) declarePart(element, { ...bound, path: [...bound.path, String(index)] }, target);
      });
      return;
    default:
  }
}

/** The annotation of a pattern replaces that of the pattern around it, whose path it ends. */
function annotated(pattern: Node, bound: ValueBinding): ValueBinding {
  const annotation = annotationOf(pattern);
  if (annotation === undefined) return bound;
  return { ...bound, annotation };
}

/** A part of which nothing is known. */
function unknownPart({ scope }: ValueBinding): ValueBinding {
  return { kind: 'value', isConstant: false, path: [], scope };
}

/** The type that a variable, parameter or member is declared with. */
export function annotationOf(node: Node): TSType | undefined {
  if (!('typeAnnotation' in node)) return undefined;
  const { typeAnnotation } = node;
  return typeAnnotation?.type === 'TSTypeAnnotation' ? typeAnnotation.typeAnnotation : undefined;
}
