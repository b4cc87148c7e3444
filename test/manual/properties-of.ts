import { resolve } from 'node:path';
import ts from 'typescript';
import { root } from './code-blocks.js';

/** The names of the properties of a type that a file of the project exports. */
export function propertiesOf(name: string, path: string): string[] {
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
  return symbol ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((each) => each.name) : [];
}
