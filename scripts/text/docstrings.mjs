import ts from 'typescript';
import { placeOf } from './lib-program.mjs';
import { publicSymbols } from './public-symbols.mjs';
import { docstringFault, needsDocstring } from './sentence-rules.mjs';

/** Every public symbol without a docstring, its own or an inherited one. */
export function undocumentedSymbols(lib) {
  return publicSymbols(lib)
    .filter(({ symbol }) => symbol.getDocumentationComment(lib.checker).length === 0)
    .filter(({ declaration }) => needsDocstring(declaration.getText()))
    .map(({ name, declaration }) => `${placeOf(declaration)} ${name}`);
}

/** Every docstring of lib whose first sentence breaks a rule, with the reason. */
export function faultyDocstrings(lib) {
  const visible = new Set(publicSymbols(lib).map(({ declaration }) => declaration));
  return lib.program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && file.fileName.includes('/lib/'))
    .flatMap((file) => docstringsOf(file))
    .flatMap(({ node, text }) => {
      const fault = docstringFault(text, kindOf(node), { isPublic: visible.has(node) });
      return fault === undefined ? [] : [`${placeOf(node)} ${fault}: ${text.split('\n')[0]}`];
    });
}

/** The docstrings that have a text of their own, tags and `@inheritDoc` aside. */
function docstringsOf(file) {
  const found = [];
  const visit = (node) => {
    for (const { comment, tags } of (node.jsDoc ?? []).slice(-1)) {
      const text = ts.getTextOfJSDocComment(comment) ?? '';
      if (text !== '' || tags === undefined) found.push({ node, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function kindOf(node) {
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return 'type';
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) return 'callable';
  return 'value';
}
