import type { MemberExpression, Node, OptionalMemberExpression } from '@babel/types';
import { exportSources } from './module-exports.js';
import type { ModuleGraph } from './module-graph.js';
import { isRelative } from './module-paths.js';
import { membersOf, type ObjectMembers } from './object-members.js';
import type { Resolved } from './resolved.js';
import type { Binding, ImportBinding, Scope } from './scope.js';
import type { SourceFile } from './source-file.js';
import type { SourceModule } from './source-module.js';
import { propertyName, withoutCasts } from './syntax-node.js';

/** How many names, members and imports are followed for one expression; more are a cycle. */
const MAX_STEPS = 100;

/** Follows constants, enums, static members and imports to what an expression stands for. */
export class ValueResolver {
  readonly #graph: ModuleGraph;
  #steps = 0;
  /** The exports that are being looked up. */
  readonly #exports = new Set<string>();

  constructor(graph: ModuleGraph) {
    this.#graph = graph;
  }

  /** Finds what an expression stands for; an expression that cannot be followed stands for itself. */
  resolve(node: Node, scope: Scope): Resolved | undefined {
    if (this.#steps >= MAX_STEPS) return undefined;
    this.#steps++;
    try {
      return this.#resolve(withoutCasts(node), scope);
    } finally {
      this.#steps--;
    }
  }

  /** The members of the object that an expression stands for; `undefined` if no object is written in the code. */
  membersAt(node: Node, scope: Scope): ObjectMembers | undefined {
    const found = this.resolve(node, scope);
    return found?.kind === 'expression' ? membersOf(found, this) : undefined;
  }

  /** The name of the member that is accessed, if it is written or a constant. */
  memberName({ property, computed }: MemberAccess, scope: Scope): string | undefined {
    if (!computed) return propertyName(property);
    const found = this.resolve(property, scope);
    return found?.kind === 'expression' ? propertyName(found.node) : undefined;
  }

  /** The member of what an expression stands for. */
  member(of: Resolved | undefined, name: string): Resolved | undefined {
    switch (of?.kind) {
      case 'module':
        return this.exported(of.module, name);
      case 'package':
        return of.name === '*' || of.name === 'default' ? { ...of, name } : undefined;
      case 'enum': {
        const member = of.node.members.find(({ id }) => propertyName(id) === name);
        return member?.initializer ? this.resolve(member.initializer, of.scope) : undefined;
      }
      case 'class':
        for (const member of of.node.body.body) {
          if (member.type !== 'ClassProperty' || !member.static || propertyName(member.key) !== name) continue;
          return member.value ? this.resolve(member.value, of.scope) : undefined;
        }
        return undefined;
      case 'expression': {
        if (of.node.type === 'ArrayExpression') {
          const item = of.node.elements[Number(name)];
          return item ? this.resolve(item, of.scope) : undefined;
        }
        const found = membersOf(of, this)?.members.findLast((each) => each.name === name);
        if (found === undefined || found.isConditional) return undefined;
        return this.resolve(found.value, found.scope);
      }
      default:
        return undefined;
    }
  }

  /** An export of a source file. */
  exported(module: SourceModule, name: string): Resolved | undefined {
    return this.#once(`value ${name} of ${module.file}`, () => {
      for (const source of exportSources(module, name)) {
        const found = this.#exportFrom(module, source);
        if (found !== undefined) return found;
      }
      return undefined;
    });
  }

  /** The type that is imported by a name, if it is declared in a source file. */
  exportedType(importer: SourceFile, { source, name }: Pick<ImportBinding, 'source' | 'name'>): ScopedType | undefined {
    const module = this.#graph.imported(importer, source);
    if (module === undefined) return undefined;
    return this.#once(`type ${name} of ${module.file}`, () => {
      for (const from of exportSources(module, name)) {
        const binding = from.kind === 'local' ? module.scope.type(from.name) : undefined;
        if (binding !== undefined) return { binding, scope: module.scope };
        const found = from.kind === 'import' ? this.exportedType(module, from) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    });
  }

  /** Finds what a name stands for. */
  bound(binding: Binding | undefined, scope: Scope): Resolved | undefined {
    switch (binding?.kind) {
      case 'import':
        return this.#import(scope.module, binding.source, binding.name);
      case 'element':
        return binding;
      case 'declaration': {
        const { node } = binding;
        if (node.type === 'TSEnumDeclaration') return { kind: 'enum', node, scope: binding.scope };
        if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction') {
          return { kind: 'function', node, scope: binding.scope };
        }
        return { kind: 'class', node, scope: binding.scope };
      }
      case 'value': {
        if (!binding.isConstant || binding.value === undefined) return undefined;
        let found = this.resolve(binding.value, binding.scope);
        for (const name of binding.path) found = this.member(found, name);
        return found;
      }
      default:
        return undefined;
    }
  }

  /** Looks an export up, unless it is being looked up already: files may export each other's names. */
  #once<T>(name: string, find: () => T | undefined): T | undefined {
    if (this.#exports.has(name)) return undefined;
    this.#exports.add(name);
    try {
      return find();
    } finally {
      this.#exports.delete(name);
    }
  }

  #resolve(node: Node, scope: Scope): Resolved | undefined {
    if (node.type === 'Identifier') return this.bound(scope.value(node.name), scope);
    if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
      const name = this.memberName(node, scope);
      return name === undefined ? undefined : this.member(this.#objectOf(node.object, scope), name);
    }
    if (node.type === 'ClassExpression') return { kind: 'class', node, scope };
    if (node.type === 'CallExpression') {
      const [first] = node.arguments;
      const callee = calleeName(node.callee);
      if (callee === 'Object.freeze' && first !== undefined) return this.resolve(first, scope);
      if (callee === 'require' && first?.type === 'StringLiteral') return this.#import(scope.module, first.value, '*');
    }
    return { kind: 'expression', node, scope };
  }

  /** Finds what the object of a member access stands for; `this` in a static member is the class. */
  #objectOf(node: Node, scope: Scope): Resolved | undefined {
    if (node.type === 'ThisExpression' && scope.owner !== undefined) return { kind: 'class', ...scope.owner };
    return this.resolve(node, scope);
  }

  #import(importer: SourceFile, source: string, name: string): Resolved | undefined {
    const module = this.#graph.imported(importer, source);
    if (module === undefined) return isRelative(source) ? undefined : { kind: 'package', source, name };
    return name === '*' ? { kind: 'module', module } : this.exported(module, name);
  }

  #exportFrom(module: SourceModule, source: ReturnType<typeof exportSources>[number]): Resolved | undefined {
    if (source.kind === 'import') return this.#import(module, source.source, source.name);
    if (source.kind === 'expression') return this.resolve(source.node, source.scope);
    return this.bound(module.scope.value(source.name), module.scope);
  }
}

/** An access to a member, such as `flags.isEnabled` and `flags['isEnabled']`. */
type MemberAccess = Pick<MemberExpression | OptionalMemberExpression, 'property' | 'computed'>;

/** The binding of a type, and the scope in which it is. */
interface ScopedType {
  readonly binding: Binding;
  readonly scope: Scope;
}

/** The name of a function that is called, such as `Object.freeze`. */
export function calleeName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const name = node.computed ? undefined : propertyName(node.property);
  return name === undefined ? undefined : `${node.object.name}.${name}`;
}
