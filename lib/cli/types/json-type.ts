import { isJsonObject, type JsonValue } from '../../engine/json/json-value.js';

/** The TypeScript type of JSON values: a union of their kinds, with one object type for all objects. */
export function jsonType(values: readonly JsonValue[]): string {
  const types = new Set<string>();
  for (const value of values)
    if (value === null || typeof value !== 'object') types.add(value === null ? 'null' : typeof value);
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length > 0) types.add(listType(lists.flat()));
  const objects = values.filter(isJsonObject);
  if (objects.length > 0) types.add(objectType(objects));
  return types.size === 0 ? 'unknown' : [...types].join(' | ');
}

function listType(items: readonly JsonValue[]): string {
  const type = items.length === 0 ? 'unknown' : jsonType(items);
  return type.includes(' | ') ? `(${type})[]` : `${type}[]`;
}

/** A member that some of the objects lack is optional. */
function objectType(objects: readonly Readonly<Record<string, JsonValue>>[]): string {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (names.length === 0) return 'Record<string, never>';
  const members = names.map((name) => {
    const owners = objects.filter((object) => Object.hasOwn(object, name));
    const values = owners.map((object) => object[name] ?? null);
    return `${memberName(name)}${owners.length < objects.length ? '?' : ''}: ${jsonType(values)}`;
  });
  return `{ ${members.join('; ')} }`;
}

/** A name as it is written in a type, in quotes unless it is an identifier. */
export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textLiteral(name);
}

/** A string literal in single quotes. */
export function textLiteral(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return `'${inner.replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`)}'`;
}
