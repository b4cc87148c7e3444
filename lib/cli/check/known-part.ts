import type { Flag } from '../../engine/flag.js';
import { tryParseFlag } from '../../engine/parse/parse-flag.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';

/** The members that mean the same in every type of flag, and that checks read. */
const INFORMATION = ['owner', 'kind', 'expiresAt', 'tags', 'client'] as const;

/**
 * Reads the part of a definition that is known although the code computes the rest, as a boolean flag: its information,
 * and the flags and segments that it refers to.
 */
export function knownPart(key: string, definition: unknown): Flag | undefined {
  if (!isPlainObject(definition)) return undefined;
  const parse = (members: object) => tryParseFlag(key, { type: 'boolean', otherwise: true, ...members }).definition;
  const valid = INFORMATION.filter((name) => parse({ [name]: definition[name] }) !== undefined);
  const { prerequisites, rules } = definition;
  return parse({
    ...Object.fromEntries(valid.map((name) => [name, definition[name]])),
    prerequisites: listOf(prerequisites).filter((each) => parse({ prerequisites: [each] }) !== undefined),
    rules: listOf(rules)
      .map((rule) => ({ when: isPlainObject(rule) ? rule['when'] : undefined }))
      .filter((rule) => parse({ rules: [rule] }) !== undefined),
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
