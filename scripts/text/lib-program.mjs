import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { entryPoints } from '../entry-points.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The files below a folder whose names have this ending. */
export function filesBelow(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => join(root, folder, name))
    .toSorted();
}

/** The program of lib, and its entry points. */
export function libProgram() {
  const { options } = ts.parseJsonConfigFileContent({ extends: './tsconfig.json' }, ts.sys, root);
  const program = ts.createProgram({ rootNames: filesBelow('lib', '.ts'), options });
  const entries = Object.values(entryPoints).map((source) => program.getSourceFile(join(root, 'lib', source)));
  return { program, checker: program.getTypeChecker(), entries };
}

/** `lib/engine/flag.ts:12`, the place of a node. */
export function placeOf(node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${relative(root, file.fileName)}:${line + 1}`;
}
