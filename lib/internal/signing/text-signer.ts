import { createHmac, type KeyObject } from 'node:crypto';
import { equalTexts } from './equal-texts.js';
import { secretKeys } from './secret-keys.js';

/** The length of a signature: 32 bytes as base64url. */
export const SIGNATURE_LENGTH = 43;

/**
 * Signs texts with HMAC-SHA-256. The signature covers the purpose as well, so that a text that was signed for one purpose
 * is not accepted for another, even if both use the same secret.
 */
export class TextSigner {
  readonly #keys: readonly [KeyObject, ...KeyObject[]];
  readonly #purpose: string;

  /**
   * @param secrets one secret, or a list of which the first one signs and all verify
   * @param purpose a constant text without line breaks
   * @param place the name of the option in messages
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, never its value
   */
  constructor(secrets: unknown, purpose: string, place: string) {
    this.#keys = secretKeys(secrets, place);
    this.#purpose = purpose;
  }

  sign(text: string): string {
    return this.#signature(text, this.#keys[0]);
  }

  /** Returns which secret has signed a text: 0 for the current one, -1 for none. */
  signerOf(text: string, signature: string): number {
    return this.#keys.findIndex((key) => equalTexts(signature, this.#signature(text, key)));
  }

  #signature(text: string, key: KeyObject): string {
    return createHmac('sha256', key).update(`${this.#purpose}\n${text}`).digest('base64url');
  }
}
