import ts from 'typescript';

/**
 * Every symbol that a user of the package sees: the exports of its entry points and their members, each with its full
 * name and its declaration.
 */
export function publicSymbols({ checker, entries, program }) {
  const found = new Map();
  const isOurs = (declaration) =>
    !program.isSourceFileFromExternalLibrary(declaration.getSourceFile()) &&
    !declaration.getSourceFile().isDeclarationFile;

  const add = (symbol, name) => {
    const declaration = symbol.declarations?.find(isOurs);
    if (declaration === undefined || found.has(declaration)) return;
    found.set(declaration, { symbol, name, declaration });
    for (const member of membersOf(symbol, declaration, checker)) {
      const memberDeclaration = member.declarations?.[0];
      if (memberDeclaration !== undefined && isVisible(memberDeclaration)) add(member, `${name}.${member.name}`);
    }
  };

  for (const entry of entries) {
    for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(entry))) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      add(symbol, exported.name);
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

/** The members of the object types that stand in a type alias, its unions and intersections included. */
function literalMembers(declaration) {
  if (!ts.isTypeAliasDeclaration(declaration)) return [];
  const members = [];
  const visit = (type) => {
    if (ts.isTypeLiteralNode(type)) members.push(...type.members);
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) type.types.forEach(visit);
    if (ts.isParenthesizedTypeNode(type)) visit(type.type);
  };
  visit(declaration.type);
  return members.flatMap((member) => (member.symbol === undefined ? [] : [member.symbol]));
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
