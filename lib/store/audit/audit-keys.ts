import { createHmac, hash, type KeyObject } from 'node:crypto';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { equalTexts } from '../../internal/signing/equal-texts.js';
import { secretKeys } from '../../internal/signing/secret-keys.js';

const PLAIN = 'sha256-';
const SIGNED = 'hmac-sha256-';

/** The problem with a hash; `undefined` if there is none. */
export type HashFault = 'edited' | 'bad_signature' | 'unsigned' | undefined;

/** The secrets that sign an audit log. */
export interface AuditKeysOptions {
  /** The first one signs; all of them verify. */
  readonly secrets?: string | readonly string[] | undefined;
  /** The first version whose entry must be signed. @default 1 */
  readonly signedFrom?: number | undefined;
}

/**
 * Hashes what is stored, and verifies the hashes: with SHA-256 or, if there are secrets, with HMAC-SHA256, which cannot
 * be forged without one of them. The secrets do not appear when the object is printed or serialized.
 */
export class AuditKeys {
  /** The keys of a log that is not signed. */
  static readonly NONE = new AuditKeys();

  readonly #secrets: readonly KeyObject[];
  readonly #signedFrom: number;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, never its value */
  constructor({ secrets, signedFrom }: AuditKeysOptions = {}) {
    this.#secrets = secrets === undefined ? [] : secretKeys(secrets, 'Option "auditSecret"');
    this.#signedFrom = signedFrom ?? 1;
    if (!Number.isSafeInteger(this.#signedFrom) || this.#signedFrom < 1) {
      throw new InvalidOptionsError('Option "auditSignedFrom" must be the version of an entry, a whole number from 1.');
    }
    if (signedFrom !== undefined && this.#secrets.length === 0) {
      throw new InvalidOptionsError(
        'Option "auditSignedFrom" is the version of the first signed entry, which needs a secret: set "auditSecret".',
      );
    }
  }

  /** The hash of a text, such as `sha256-…` or `hmac-sha256-…`. */
  hash(text: string): string {
    const [secret] = this.#secrets;
    return secret === undefined ? plainHash(text) : signature(text, secret);
  }

  /** Returns the problem with the hash of a text, given the version of its entry; `undefined` if there is none. */
  faultOf(text: string, given: string, version: number): HashFault {
    if (given.startsWith(SIGNED)) {
      return this.#secrets.some((secret) => equalTexts(given, signature(text, secret))) ? undefined : 'bad_signature';
    }
    if (!equalTexts(given, plainHash(text))) return 'edited';
    return this.#secrets.length > 0 && version >= this.#signedFrom ? 'unsigned' : undefined;
  }

  /** Whether there is any secret. */
  get canSign(): boolean {
    return this.#secrets.length > 0;
  }
}

function plainHash(text: string): string {
  return `${PLAIN}${hash('sha256', text, 'base64url')}`;
}

function signature(text: string, secret: KeyObject): string {
  return `${SIGNED}${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
