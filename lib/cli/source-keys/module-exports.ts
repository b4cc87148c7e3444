import type { Node } from '@babel/types';
import type { ScopedNode } from './resolved.js';
import type { SourceModule } from './source-module.js';
import { propertyName } from './syntax-node.js';

/** The origin of the value of an export. */
export type ExportSource =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'import'; readonly source: string; readonly name: string }
  | ({ readonly kind: 'expression' } & ScopedNode);

/** Everything that may be the export of a module with this name; `export *` comes last. */
export function exportSources({ program, scope }: SourceModule, name: string): ExportSource[] {
  const direct: ExportSource[] = [];
  const stars: ExportSource[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ExportAllDeclaration') {
      stars.push({ kind: 'import', source: statement.source.value, name });
    } else if (statement.type === 'ExportDefaultDeclaration' && name === 'default') {
      const { declaration } = statement;
      const own = 'id' in declaration && declaration.id ? declaration.id.name : undefined;
      direct.push(own === undefined ? { kind: 'expression', node: declaration, scope } : { kind: 'local', name: own });
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const specifier of statement.specifiers) {
        if (propertyName(specifier.exported) !== name) continue;
        if (specifier.type === 'ExportNamespaceSpecifier') {
          direct.push({ kind: 'import', source: statement.source?.value ?? '', name: '*' });
        } else if (specifier.type === 'ExportSpecifier') {
          const local = propertyName(specifier.local) ?? name;
          direct.push(
            statement.source
              ? { kind: 'import', source: statement.source.value, name: local }
              : { kind: 'local', name: local },
          );
        }
      }
      if (statement.declaration) direct.push({ kind: 'local', name });
    } else {
      const node = commonJsExport(statement, name);
      if (node !== undefined) direct.push({ kind: 'expression', node, scope });
    }
  }
  return [...direct, ...stars];
}

/** The value in `exports.NAME = value` or `module.exports.NAME = value`. */
function commonJsExport(statement: Node, name: string): Node | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    return undefined;
  const { left, right } = statement.expression;
  if (left.type !== 'MemberExpression' || propertyName(left.property) !== name) return undefined;
  const { object } = left;
  const isExports =
    (object.type === 'Identifier' && object.name === 'exports') ||
    (object.type === 'MemberExpression' && propertyName(object.property) === 'exports');
  return isExports ? right : undefined;
}
