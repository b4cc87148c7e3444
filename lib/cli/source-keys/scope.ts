import type {
  Class,
  FunctionDeclaration,
  Node,
  TSDeclareFunction,
  TSEnumDeclaration,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
} from '@babel/types';
import type { SourceFile } from './source-file.js';

/** A variable, parameter or part of one. */
export interface ValueBinding {
  readonly kind: 'value';
  /** The initial value. */
  readonly value?: Node | undefined;
  /** Whether the variable always has its initial value. */
  readonly isConstant: boolean;
  readonly annotation?: TSType | undefined;
  /** The members that lead from the value, or from a value of the type, to the bound part. */
  readonly path: readonly string[];
  readonly scope: Scope;
}

/** A variable that is each element of a list in turn. */
export interface ElementBinding {
  readonly kind: 'element';
  readonly list: Node;
  readonly scope: Scope;
}

/** An imported name; `*` is the whole module. */
export interface ImportBinding {
  readonly kind: 'import';
  readonly source: string;
  readonly name: string;
}

export interface DeclarationBinding {
  readonly kind: 'declaration';
  readonly node: Class | TSEnumDeclaration | FunctionDeclaration | TSDeclareFunction;
  readonly scope: Scope;
}

export interface TypeBinding {
  readonly kind: 'type';
  readonly node: TSInterfaceDeclaration | TSTypeAliasDeclaration;
  readonly scope: Scope;
}

export type Binding = ValueBinding | ElementBinding | ImportBinding | DeclarationBinding | TypeBinding;

/** A class and the scope in which its members are. */
export interface ClassInScope {
  readonly node: Class;
  readonly scope: Scope;
}

/** The names that are declared in a block, a function, a class or a module. */
export class Scope {
  readonly module: SourceFile;
  /** The innermost class around this scope, to which `this` refers. */
  readonly owner: ClassInScope | undefined;
  readonly #parent: Scope | undefined;
  readonly #values = new Map<string, Binding>();
  readonly #types = new Map<string, Binding>();

  constructor(module: SourceFile, parent?: Scope, owner?: Class) {
    this.module = module;
    this.#parent = parent;
    this.owner = owner === undefined ? parent?.owner : { node: owner, scope: this };
  }

  /** Declares a value, a type, or what is both, such as a class or an imported name. */
  declare(name: string, binding: Binding): void {
    if (binding.kind !== 'type') this.#values.set(name, binding);
    if (binding.kind !== 'value' && binding.kind !== 'element') this.#types.set(name, binding);
  }

  value(name: string): Binding | undefined {
    return this.#values.get(name) ?? this.#parent?.value(name);
  }

  type(name: string): Binding | undefined {
    return this.#types.get(name) ?? this.#parent?.type(name);
  }
}
