import { endOfJsonString, jsonStringValue } from '../../providers/flag-text/json-string.js';
import { skimJsonValue } from '../../providers/flag-text/skim-json-value.js';
import type { DefinitionPath } from './definition-path.js';

const SPACE = /[\t\n\r ]*/y;

interface Child {
  /** The offset that is shown: that of a member's name, or of an item. */
  readonly shown: number;
  readonly value: number;
}

/** Finds the offsets of values in valid JSON by skipping everything beside them. */
export class JsonOffsets {
  readonly #text: string;
  /** The members of objects that were searched, by the offset of the object. */
  readonly #members = new Map<number, ReadonlyMap<string, Child>>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset of a value, or of the nearest value around it; for a member, that of its name. */
  of(path: DefinitionPath): number {
    const text = this.#text;
    let value = afterSpace(text, 0);
    let found = value;
    for (const step of path) {
      const child = text[value] === '{' ? this.#membersAt(value).get(String(step)) : itemAt(text, value, Number(step));
      if (child === undefined) break;
      ({ shown: found, value } = child);
    }
    return found;
  }

  #membersAt(object: number): ReadonlyMap<string, Child> {
    const members = this.#members.get(object) ?? membersAt(this.#text, object);
    this.#members.set(object, members);
    return members;
  }
}

function membersAt(text: string, object: number): ReadonlyMap<string, Child> {
  const members = new Map<string, Child>();
  let at = afterSpace(text, object + 1);
  while (text[at] === '"') {
    const endOfName = endOfJsonString(text, at);
    if (endOfName < 0) break;
    const value = afterSpace(text, afterSpace(text, endOfName) + 1); // after the colon
    members.set(jsonStringValue(text, at, endOfName), { shown: at, value });
    at = afterValue(text, value);
  }
  return members;
}

function itemAt(text: string, array: number, index: number): Child | undefined {
  if (text[array] !== '[' || !Number.isInteger(index)) return undefined;
  let at = afterSpace(text, array + 1);
  for (let i = 0; i < index && at < text.length && text[at] !== ']'; i++) at = afterValue(text, at);
  return at < text.length && text[at] !== ']' ? { shown: at, value: at } : undefined;
}

/** The offset after a value and the comma that follows it. */
function afterValue(text: string, value: number): number {
  const end = afterSpace(text, skimJsonValue(text, value).end);
  return text[end] === ',' ? afterSpace(text, end + 1) : end;
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}
