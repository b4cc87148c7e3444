import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { entryPoints } from './entry-points.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The names that each entry point exports. */
export function publicNames() {
  const { options } = ts.parseJsonConfigFileContent({ extends: './tsconfig.json' }, ts.sys, root);
  const files = Object.entries(entryPoints).map(([name, source]) => [name, join(root, 'lib', source)]);
  const program = ts.createProgram({ rootNames: files.map(([, file]) => file), options });
  const checker = program.getTypeChecker();
  return files.map(([name, file]) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    return { name, names: symbols.map((symbol) => symbol.name).toSorted() };
  });
}
