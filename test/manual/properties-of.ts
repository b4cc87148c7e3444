import { resolve } from 'node:path';
import ts from 'typescript';
import { root } from './code-blocks.js';

/** The names of the properties of a type that a file of the project exports. */
export function propertiesOf(name: string, path: string): string[] {
  return [...declaredTypesOf(name, path).keys()];
}

/**
 * The properties of a type that a file of the project exports, each with the types that it is declared with:
 * `'throw' | 'defaults' | undefined` as `'throw'` and `'defaults'`.
 */
export function declaredTypesOf(name: string, path: string): ReadonlyMap<string, readonly string[]> {
  const file = resolve(root, path);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source)?.exports?.get(ts.escapeLeadingUnderscores(name));
  const properties = symbol ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)) : [];
  return new Map(properties.map((property) => [property.name, (property.declarations ?? []).flatMap(typesOf)]));
}

function typesOf(declaration: ts.Declaration): string[] {
  const type = ts.isPropertySignature(declaration) ? declaration.type?.getText() : undefined;
  return (type ?? '')
    .split(' | ')
    .map((part) => part.replace(/^readonly /, ''))
    .filter((part) => part !== 'undefined');
}
