import type { ImportDeclaration, Statement } from '@babel/types';
import { declarePattern } from './declare-pattern.js';
import type { Scope } from './scope.js';
import { propertyName } from './syntax-node.js';

/** Declares everything that is declared directly among statements; `var` is treated like `let`. */
export function declareStatements(statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) declareStatement(statement, scope);
}

function declareStatement(statement: Statement, scope: Scope): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      declareImports(statement, scope);
      return;
    case 'TSImportEqualsDeclaration': {
      const { id, moduleReference } = statement;
      if (moduleReference.type !== 'TSExternalModuleReference') return;
      scope.declare(id.name, { kind: 'import', source: moduleReference.expression.value, name: '*' });
      return;
    }
    case 'ExportNamedDeclaration':
      if (statement.declaration) declareStatement(statement.declaration, scope);
      return;
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement;
      if (declaration.type === 'ClassDeclaration' || declaration.type === 'FunctionDeclaration') {
        declareStatement(declaration, scope);
      }
      return;
    }
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations) {
        const value = init ?? undefined;
        declarePattern(id, { value, isConstant: statement.kind !== 'let' && statement.kind !== 'var', scope }, scope);
      }
      return;
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSEnumDeclaration':
      if (statement.id) scope.declare(statement.id.name, { kind: 'declaration', node: statement, scope });
      return;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      scope.declare(statement.id.name, { kind: 'type', node: statement, scope });
      return;
    default:
  }
}

function declareImports({ source, specifiers }: ImportDeclaration, scope: Scope): void {
  for (const specifier of specifiers) {
    const name = importedName(specifier);
    if (name !== undefined) scope.declare(specifier.local.name, { kind: 'import', source: source.value, name });
  }
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string | undefined {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : propertyName(specifier.imported);
}
