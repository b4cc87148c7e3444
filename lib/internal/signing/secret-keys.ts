import { createSecretKey, type KeyObject } from 'node:crypto';
import { InvalidOptionsError } from '../options/invalid-options.error.js';

const MIN_SECRET = 32;
const MAX_SECRET = 1024;
const MAX_SECRETS = 10;

/**
 * Reads one secret, or a list of secrets of which the first one signs and all verify, so that a secret can be rotated.
 * Keys do not appear when they are printed or serialized.
 *
 * @param place the name of the option in messages, such as `Option "auditSecret"`
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option; it reveals nothing about the value, not even its
 *   length
 */
export function secretKeys(given: unknown, place: string): readonly [KeyObject, ...KeyObject[]] {
  const secrets: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (secrets.length <= MAX_SECRETS && secrets.every(isSecret)) {
    const [first, ...others] = secrets.map((secret) => createSecretKey(secret, 'utf8'));
    if (first !== undefined) return [first, ...others];
  }
  throw new InvalidOptionsError(
    `${place} must be a secret of ${MIN_SECRET} to ${MAX_SECRET} characters, or a list of 1 to ${MAX_SECRETS} ` +
      'of them, of which the first one signs: make one with "openssl rand -base64 32".',
  );
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && value.length >= MIN_SECRET && value.length <= MAX_SECRET && value.isWellFormed();
}
