import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { SIGNATURE_LENGTH, TextSigner } from '../../../../lib/internal/signing/text-signer.js';

const CURRENT = 'c'.repeat(32);
const FORMER = 'f'.repeat(32);
const signer = (secrets: unknown, purpose = 'test') => new TextSigner(secrets, purpose, 'Option "secrets"');

describe('TextSigner', () => {
  it('signs with HMAC-SHA-256 over the purpose and the text', () => {
    const expected = createHmac('sha256', CURRENT).update('test\nhello').digest('base64url');
    expect(signer(CURRENT).sign('hello')).toBe(expected);
    expect(expected).toHaveLength(SIGNATURE_LENGTH);
  });

  it('signs with the first secret and verifies with all of them', () => {
    const rotated = signer([CURRENT, FORMER]);
    expect(rotated.signerOf('hello', rotated.sign('hello'))).toBe(0);
    expect(rotated.signerOf('hello', signer(FORMER).sign('hello'))).toBe(1);
    expect(signer(FORMER).signerOf('hello', rotated.sign('hello'))).toBe(-1);
  });

  it('rejects a signature of another text, for another purpose, or of another length', () => {
    const one = signer(CURRENT);
    expect(one.signerOf('hello', one.sign('hallo'))).toBe(-1);
    expect(one.signerOf('hello', signer(CURRENT, 'other').sign('hello'))).toBe(-1);
    expect(one.signerOf('hello', one.sign('hello').slice(1))).toBe(-1);
    expect(one.signerOf('hello', '')).toBe(-1);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty list', []],
    ['a short secret', 'x'.repeat(31)],
    ['a long secret', 'x'.repeat(1025)],
    ['one short secret among others', [CURRENT, 'short']],
    ['too many secrets', Array.from({ length: 11 }, () => CURRENT)],
    ['a secret with a lone surrogate', '\ud800'.repeat(32)],
    ['a buffer', Buffer.alloc(32)],
  ])('rejects %s, and reveals nothing about it', (_, secrets) => {
    const create = () => signer(secrets);
    expect(create).toThrow(InvalidOptionsError);
    expect(create).toThrow(/^Option "secrets" must be a secret of 32 to 1024 characters, or a list of 1 to 10 of them/);
    expect(create).not.toThrow(/given|length/);
  });

  it('does not reveal its secrets when it is printed', () => {
    expect(inspect(signer(CURRENT), { depth: 9, showHidden: true })).not.toContain(CURRENT);
  });
});
