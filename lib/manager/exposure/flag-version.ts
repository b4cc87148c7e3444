import { hash } from 'node:crypto';
import type { Flag } from '../../engine/flag.js';
import { canonicalJson } from '../../store/audit/canonical-json.js';

/** 96 bits: two versions of one flag never collide by accident. */
const HASH_LENGTH = 16;

/**
 * The version of a definition in events: the number that a writable provider or a store has given it, else a hash of
 * its content. The hash is equal on all instances with equal definitions; a description and tags do not affect it.
 */
export function flagVersion({ version, description: _, tags: __, ...content }: Flag): string {
  if (version !== undefined) return String(version);
  return `sha256-${hash('sha256', canonicalJson(content), 'base64url').slice(0, HASH_LENGTH)}`;
}
