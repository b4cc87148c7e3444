import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, root } from './lib-program.mjs';

const PAGE = 'docs/reference/errors.md';

/** Every error code that has no heading on the page of errors, where its message points. */
export function codesWithoutAnchor() {
  const headings = new Set(
    [...readFileSync(join(root, PAGE), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    ),
  );
  return errorCodes()
    .filter((code) => !headings.has(code.toLowerCase().replaceAll('_', '-')))
    .map((code) => `${PAGE}: no section for ${code}`);
}

/** The values of the table `FlagErrorCode`. */
function errorCodes() {
  const path = filesBelow('lib/internal', 'feature-flags.error.ts')[0];
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const codes = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'FlagErrorCode') {
      ts.forEachChild(node, function collect(each) {
        if (ts.isPropertyAssignment(each) && ts.isStringLiteral(each.initializer)) codes.push(each.initializer.text);
        ts.forEachChild(each, collect);
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return codes;
}
