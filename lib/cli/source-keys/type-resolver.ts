import type { Node, TSInterfaceDeclaration, TSType } from '@babel/types';
import { annotationOf } from './declare-pattern.js';
import { functionScope } from './function-scope.js';
import { ownExport, type Resolved } from './resolved.js';
import type { Binding, ClassInScope, Scope, ValueBinding } from './scope.js';
import { childrenOf, propertyName, withoutCasts } from './syntax-node.js';
import type { ValueResolver } from './value-resolver.js';

/** The type of a value, as far as the syntax tells. */
export type KnownType =
  /** An instance of a class of this package. */
  | { readonly kind: 'own'; readonly name: string }
  | ({ readonly kind: 'class' } & ClassInScope)
  | { readonly kind: 'members'; readonly node: TSInterfaceDeclaration | TSType; readonly scope: Scope };

/** How many annotations, members and imports are followed for one expression; more are a cycle. */
const MAX_STEPS = 60;

/**
 * Finds the types of expressions by annotations, initial values, `new`, parameters of constructors, and tokens of
 * dependency injection. It follows imports, base classes and aliases, but infers nothing beyond that.
 */
export class TypeResolver {
  readonly #values: ValueResolver;
  #steps = 0;

  constructor(values: ValueResolver) {
    this.#values = values;
  }

  /** The type of an expression; `undefined` if the syntax does not tell. */
  of(node: Node, scope: Scope): KnownType | undefined {
    return this.#step(() => this.#ofExpression(node, scope));
  }

  #step<T>(find: () => T | undefined): T | undefined {
    if (this.#steps >= MAX_STEPS) return undefined;
    this.#steps++;
    try {
      return find();
    } finally {
      this.#steps--;
    }
  }

  #ofExpression(node: Node, scope: Scope): KnownType | undefined {
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSTypeAssertion':
        return this.#ofAnnotation(node.typeAnnotation, scope) ?? this.of(node.expression, scope);
      case 'AwaitExpression':
        return this.of(node.argument, scope);
      case 'AssignmentExpression':
        return this.of(node.right, scope);
      case 'LogicalExpression':
        return this.of(node.left, scope) ?? this.of(node.right, scope);
      case 'ThisExpression':
        return scope.owner && { kind: 'class', ...scope.owner };
      case 'Identifier':
        return this.#ofBinding(scope.value(node.name));
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const name = this.#values.memberName(node, scope);
        return name === undefined ? undefined : this.#ofMember(this.of(node.object, scope), name);
      }
      case 'NewExpression':
        return instanceOf(this.#values.resolve(node.callee, scope));
      case 'CallExpression':
      case 'OptionalCallExpression':
        return this.#ofCall(node.callee, node.arguments, scope);
      default: {
        const inner = withoutCasts(node);
        return inner === node ? undefined : this.of(inner, scope);
      }
    }
  }

  /** `FlagManager.create()`, a call with the class as a token, such as `app.get(FlagManager)`, or an annotated function. */
  #ofCall(callee: Node, given: readonly Node[], scope: Scope): KnownType | undefined {
    if (callee.type === 'MemberExpression') {
      const on = ownExport(this.#values.resolve(callee.object, scope));
      if (on !== undefined && propertyName(callee.property) === 'create') return { kind: 'own', name: on };
    }
    for (const argument of given) {
      const token = ownExport(this.#values.resolve(argument, scope));
      if (token !== undefined && token !== '*') return { kind: 'own', name: token };
    }
    if (callee.type !== 'Identifier') return undefined;
    const called = this.#values.resolve(callee, scope);
    if (called?.kind !== 'function' && called?.kind !== 'expression') return undefined;
    return this.#returned(called.node, called.scope);
  }

  /** The declared return type of a function or method. */
  #returned(node: Node, scope: Scope): KnownType | undefined {
    if (!('returnType' in node) || node.returnType?.type !== 'TSTypeAnnotation') return undefined;
    return this.#ofAnnotation(node.returnType.typeAnnotation, scope);
  }

  #ofBinding(binding: Binding | undefined): KnownType | undefined {
    return binding?.kind === 'value' ? this.#ofVariable(binding) : undefined;
  }

  #ofVariable({ annotation, value, path, scope }: ValueBinding): KnownType | undefined {
    let type = annotation === undefined ? value && this.of(value, scope) : this.#ofAnnotation(annotation, scope);
    for (const name of path) type = this.#ofMember(type, name);
    return type;
  }

  #ofAnnotation(node: TSType, scope: Scope): KnownType | undefined {
    return this.#step(() => {
      switch (node.type) {
        case 'TSTypeReference': {
          const named =
            node.typeName.type === 'Identifier' ? this.#named(scope.type(node.typeName.name), scope) : undefined;
          const [first] = node.typeParameters?.params ?? [];
          return named ?? (first && this.#ofAnnotation(first, scope)); // such as Pick<FlagManager, 'isEnabled'>
        }
        case 'TSUnionType':
        case 'TSIntersectionType':
          return firstOf(node.types, (each) => this.#ofAnnotation(each, scope));
        case 'TSParenthesizedType':
          return this.#ofAnnotation(node.typeAnnotation, scope);
        case 'TSTypeLiteral':
          return { kind: 'members', node, scope };
        default:
          return undefined;
      }
    });
  }

  /** The type that a name stands for. */
  #named(binding: Binding | undefined, scope: Scope): KnownType | undefined {
    if (binding?.kind === 'type') {
      const { node } = binding;
      if (node.type === 'TSTypeAliasDeclaration') return this.#ofAnnotation(node.typeAnnotation, binding.scope);
      return { kind: 'members', node, scope: binding.scope };
    }
    if (binding?.kind === 'import') {
      const type = this.#values.exportedType(scope.module, binding);
      if (type !== undefined) return this.#named(type.binding, type.scope);
    }
    return instanceOf(this.#values.bound(binding, scope));
  }

  #ofMember(type: KnownType | undefined, name: string): KnownType | undefined {
    if (type?.kind === 'class') return this.#step(() => this.#ofClassMember(type, name));
    if (type?.kind !== 'members') return undefined;
    const { node, scope } = type;
    const members =
      node.type === 'TSInterfaceDeclaration' ? node.body.body : node.type === 'TSTypeLiteral' ? node.members : [];
    return firstOf(members, (member) => {
      if (!('key' in member) || propertyName(member.key) !== name) return undefined;
      const annotation = annotationOf(member);
      return annotation && this.#ofAnnotation(annotation, scope);
    });
  }

  #ofClassMember({ node, scope }: ClassInScope, name: string): KnownType | undefined {
    for (const member of node.body.body) {
      if (member.type === 'ClassMethod' && member.kind === 'constructor') {
        const constructor = functionScope(member, scope);
        const found =
          firstOf(member.params, (parameter) => {
            if (parameter.type !== 'TSParameterProperty') return undefined;
            const inner =
              parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
            return inner.type === 'Identifier' && inner.name === name ? this.of(inner, constructor) : undefined;
          }) ?? firstOf(member.body.body, (statement) => this.#assigned(statement, name, constructor));
        if (found !== undefined) return found;
      } else if ('key' in member && propertyName(member.key) === name) {
        const annotation = annotationOf(member);
        const value = 'value' in member && member.value ? member.value : undefined;
        const found =
          (annotation && this.#ofAnnotation(annotation, scope)) ??
          (value && this.of(value, scope)) ??
          this.#returned(member, scope);
        if (found !== undefined) return found;
      }
    }
    const base = node.superClass ? this.#values.resolve(node.superClass, scope) : undefined;
    return base?.kind === 'class' ? this.#ofMember({ ...base }, name) : undefined;
  }

  /** The type of the value that a constructor assigns to a member of `this`. */
  #assigned(statement: Node, name: string, scope: Scope): KnownType | undefined {
    return firstOf(childrenOf(statement), (expression) => {
      if (expression.type !== 'AssignmentExpression') return undefined;
      const { left, right } = expression;
      const isMember =
        left.type === 'MemberExpression' &&
        left.object.type === 'ThisExpression' &&
        !left.computed &&
        propertyName(left.property) === name;
      return isMember ? this.of(right, scope) : undefined;
    });
  }
}

function instanceOf(resolved: Resolved | undefined): KnownType | undefined {
  if (resolved?.kind === 'class') return resolved;
  const name = ownExport(resolved);
  return name === undefined ? undefined : { kind: 'own', name };
}

function firstOf<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
