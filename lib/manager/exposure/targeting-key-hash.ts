import { createHmac, createSecretKey } from 'node:crypto';

/** Computes the HMAC-SHA256 of targeting keys in base64url, from which nobody can guess them without the secret. */
export function targetingKeyHash(secret: string): (targetingKey: string) => string {
  const key = createSecretKey(secret, 'utf8');
  return (targetingKey) => createHmac('sha256', key).update(targetingKey).digest('base64url');
}
