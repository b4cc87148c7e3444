import type { Class, FunctionDeclaration, Node, TSDeclareFunction, TSEnumDeclaration } from '@babel/types';
import type { Scope } from './scope.js';
import type { SourceModule } from './source-module.js';

/** An expression, and the scope of the names in it. */
export interface ScopedNode {
  readonly node: Node;
  readonly scope: Scope;
}

/** The meaning of an expression, once constants and imports are followed. */
export type Resolved =
  | (ScopedNode & { readonly kind: 'expression' })
  | { readonly kind: 'class'; readonly node: Class; readonly scope: Scope }
  | { readonly kind: 'enum'; readonly node: TSEnumDeclaration; readonly scope: Scope }
  | { readonly kind: 'function'; readonly node: FunctionDeclaration | TSDeclareFunction; readonly scope: Scope }
  /** Each element of a list in turn. */
  | { readonly kind: 'element'; readonly list: Node; readonly scope: Scope }
  /** All exports of a source file. */
  | { readonly kind: 'module'; readonly module: SourceModule }
  /** An export of a package; `*` is the whole package. */
  | { readonly kind: 'package'; readonly source: string; readonly name: string };

/** The names of this package, and of its entry points. */
const OWN_PACKAGE = /^nestjs-feature-flags(?:\/[\w-]+)?$/;

/** The name of an export of this package; `undefined` for anything else. */
export function ownExport(resolved: Resolved | undefined): string | undefined {
  return resolved?.kind === 'package' && OWN_PACKAGE.test(resolved.source) ? resolved.name : undefined;
}
