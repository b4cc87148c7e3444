import { hash } from 'node:crypto';
import { isInformation } from '../../engine/flag-information.js';
import type { Flag } from '../../engine/flag.js';
import { canonicalJson } from '../../store/audit/canonical-json.js';

/** 96 bits: two versions of one flag never collide by accident. */
const HASH_LENGTH = 16;

/**
 * The version of a definition in events: the number that a writable provider or a store has given it, else a hash of
 * the members that can change an answer. The hash is equal on all instances with equal definitions.
 */
export function flagVersion({ version, ...content }: Flag): string {
  if (version !== undefined) return String(version);
  const deciding = Object.fromEntries(Object.entries(content).filter(([member]) => !isInformation(member)));
  return `sha256-${hash('sha256', canonicalJson(deciding), 'base64url').slice(0, HASH_LENGTH)}`;
}
