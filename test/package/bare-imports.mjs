import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { entryPackages, entryPoints } from '../../scripts/entry-points.mjs';

/** Every package that the sources under `folder` import, file by file; built-in modules and relative imports aside. */
export function bareImports(folder, endings) {
  return filesUnder(folder)
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .flatMap((file) =>
      importsOf(file, readFileSync(join(folder, file), 'utf8')).map((found) => Object.assign(found, { file })),
    );
}

/** The files under `folder`, by relative path with slashes, in order. */
export function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
}

function importsOf(file, text) {
  const found = [];
  const add = (node, kind) => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    const specifier = node.text;
    if (/^[./#]/.test(specifier) || isBuiltin(specifier)) return;
    found.push({ specifier, packageName: packageOf(specifier), kind });
  };
  const visit = (node, isTopLevel) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    else if (ts.isExternalModuleReference(node)) add(node.expression, 'static');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    else if (ts.isCallExpression(node)) {
      const callee = node.expression.getText();
      if (callee === 'require') add(node.arguments[0], isTopLevel ? 'static' : 'dynamic');
      else if (/^(import|require\.resolve|import\.meta\.resolve)$/.test(callee)) add(node.arguments[0], 'dynamic');
    }
    ts.forEachChild(node, (child) => visit(child, isTopLevel && !ts.isFunctionLike(child)));
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  visit(source, true);
  for (const { fileName } of source.typeReferenceDirectives) {
    if (fileName !== 'node') found.push({ specifier: fileName, packageName: packageOf(fileName), kind: 'type' });
  }
  return found;
}

function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * What is wrong with the imports, given what the manifest declares: packages that it does not name, and optional ones
 * without which a module could not be loaded, unless it belongs to an entry point that is for these packages.
 */
export function importProblems(imports, manifest) {
  const peers = manifest.peerDependencies ?? {};
  const declared = new Set([...Object.keys(manifest.dependencies ?? {}), ...Object.keys(peers), manifest.name]);
  const optional = optionalPeers(manifest);
  return imports.flatMap(({ file, specifier, packageName, kind }) => {
    if (!declared.has(packageName)) return [`${file} imports "${specifier}", which package.json does not declare`];
    if (kind === 'static' && !file.endsWith('.d.ts') && optional.has(packageName) && !isNeeded(packageName, file)) {
      return [`${file} imports the optional "${specifier}" statically: use import() or import type`];
    }
    return [];
  });
}

/** Whether a file of lib or dist belongs to an entry point that cannot be imported without the package. */
function isNeeded(packageName, file) {
  const entries = Object.entries(entryPackages).filter(([, packages]) => packages.includes(packageName));
  const path = file.replace(/^cjs\//, '');
  return entries.some(([entry]) => path.startsWith(`${dirname(entryPoints[entry])}/`));
}

/** The peers that need not be installed. */
export function optionalPeers(manifest) {
  const meta = Object.entries(manifest.peerDependenciesMeta ?? {});
  return new Set(meta.filter(([, { optional }]) => optional === true).map(([name]) => name));
}
