import ts from 'typescript';

/**
 * Every symbol that a user of the package sees: the exports of its entry points, the types that an exported union
 * consists of, and the members of all of these, each with its full name and its declaration.
 */
export function publicSymbols({ checker, entries, program }) {
  const found = new Map();
  const isOurs = (declaration) =>
    !program.isSourceFileFromExternalLibrary(declaration.getSourceFile()) &&
    !declaration.getSourceFile().isDeclarationFile;

  const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

  const add = (symbol, name) => {
    const declaration = symbol.declarations?.find(isOurs);
    if (declaration === undefined || found.has(declaration)) return;
    found.set(declaration, { symbol, name, declaration });
    for (const member of membersOf(symbol, declaration, checker)) {
      const memberDeclaration = member.declarations?.[0];
      if (memberDeclaration !== undefined && isVisible(memberDeclaration)) add(member, `${name}.${member.name}`);
    }
    for (const part of partsOf(declaration)) {
      const named = ts.isTypeReferenceNode(part) ? checker.getSymbolAtLocation(part.typeName) : undefined;
      if (named !== undefined && !(named.flags & ts.SymbolFlags.TypeParameter)) add(resolved(named), named.name);
    }
  };

  for (const entry of entries) {
    for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(entry))) {
      add(resolved(exported), exported.name);
    }
  }
  return [...found.values()];
}

function membersOf(symbol, declaration, checker) {
  const isType = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeLiteral);
  const own = isType ? [...(symbol.members?.values() ?? []), ...staticsOf(symbol)] : [];
  return [...own, ...literalMembers(declaration), ...constantMembers(symbol, declaration, checker)].filter(
    ({ name }) => !name.startsWith('__') && name !== 'prototype',
  );
}

function staticsOf(symbol) {
  return symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
}

/** The members of the object types that are written in a type alias, including in its unions and intersections. */
function literalMembers(declaration) {
  const members = partsOf(declaration).flatMap((type) => (ts.isTypeLiteralNode(type) ? [...type.members] : []));
  return members.flatMap((member) => (member.symbol === undefined ? [] : [member.symbol]));
}

/** The types that a type alias consists of; none for other declarations. */
function partsOf(declaration) {
  if (!ts.isTypeAliasDeclaration(declaration)) return [];
  const parts = (type) => {
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(parts);
    return ts.isParenthesizedTypeNode(type) ? parts(type.type) : [type];
  };
  return parts(declaration.type);
}

/** The members of a constant that is an object literal, such as a table of codes. */
function constantMembers(symbol, declaration, checker) {
  if (!ts.isVariableDeclaration(declaration)) return [];
  return checker.getTypeOfSymbolAtLocation(symbol, declaration).getProperties();
}

function isVisible(declaration) {
  if (ts.isConstructorDeclaration(declaration) || ts.isTypeParameterDeclaration(declaration)) return false;
  if (ts.isPrivateIdentifierClassElementDeclaration(declaration)) return false;
  if (ts.isComputedPropertyName(declaration.name ?? declaration)) return false;
  return !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) && !isInternal(declaration);
}

function isInternal(declaration) {
  return ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
}
