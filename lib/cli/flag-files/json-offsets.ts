import { endOfJsonString, jsonStringValue } from '../../providers/flag-text/json-string.js';
import { skimJsonValue } from '../../providers/flag-text/skim-json-value.js';
import type { DefinitionPath } from './definition-path.js';

const SPACE = /[\t\n\r ]*/y;

/** Finds the offset of a value in valid JSON by skipping everything beside it. */
export function jsonOffset(text: string, path: DefinitionPath): number {
  let value = afterSpace(text, 0);
  let found = value;
  for (const step of path) {
    const child = text[value] === '{' ? memberAt(text, value, String(step)) : itemAt(text, value, Number(step));
    if (child === undefined) break;
    ({ shown: found, value } = child);
  }
  return found;
}

interface Child {
  /** The offset that is shown: that of a member's name, or of an item. */
  readonly shown: number;
  readonly value: number;
}

function memberAt(text: string, object: number, name: string): Child | undefined {
  let at = afterSpace(text, object + 1);
  while (text[at] === '"') {
    const shown = at;
    const endOfName = endOfJsonString(text, at);
    if (endOfName < 0) return undefined;
    const value = afterSpace(text, afterSpace(text, endOfName) + 1); // after the colon
    if (jsonStringValue(text, shown, endOfName) === name) return { shown, value };
    at = afterValue(text, value);
  }
  return undefined;
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
