import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createOverrideToken } from '../../../lib/tokens/create-override-token.js';
import { tokenSigner } from '../../../lib/tokens/override-token-text.js';
import {
  OverrideTokenVerifier,
  type OverrideTokenVerifierOptions,
} from '../../../lib/tokens/override-token-verifier.js';

const secret = 's'.repeat(32);
const former = 'f'.repeat(32);
const START = 1_700_000_000_000;
const HOUR = 3_600_000;

const create = (given: object = {}) =>
  createOverrideToken({ a: true, theme: 'modern' }, { secret, audience: 'shop', notBefore: START, ...given });

function verify(token: string, now = START, { secrets = [secret, former], ...options }: Given = {}) {
  const signer = tokenSigner(secrets, 'Option "secrets"');
  const verifier = new OverrideTokenVerifier({
    signer,
    audience: 'shop',
    maxLifetime: 24 * HOUR,
    maxLength: 4096,
    ...options,
  });
  const { flags, fault } = verifier.verify(token, now);
  return fault ?? [...flags];
}

interface Given extends Partial<OverrideTokenVerifierOptions> {
  readonly secrets?: readonly string[];
}

/** A token with any payload and a valid signature. */
function signed(payload: string | Buffer, version = 'v1') {
  const text = `${version}.${Buffer.from(payload).toString('base64url')}`;
  return `${text}.${tokenSigner(secret, 'Option "secret"').sign(text)}`;
}

const claims = { aud: 'shop', nbf: START / 1000, exp: START / 1000 + 60, flags: { a: true } };

describe('OverrideTokenVerifier', () => {
  it('returns the answers that a valid token forces', () => {
    const token = createOverrideToken(
      { a: true, b: false, theme: 'modern', limits: { value: { perDay: 3 } } },
      { secret, audience: 'shop', notBefore: START },
    );
    expect(verify(token)).toStrictEqual([
      ['a', { enabled: true }],
      ['b', { enabled: false }],
      ['theme', { variant: 'modern' }],
      ['limits', { value: { perDay: 3 } }],
    ]);
  });

  it('accepts a token of any secret in the list, and of no other', () => {
    const old = create({ secret: former });
    expect(verify(old)).toHaveLength(2);
    expect(verify(old, START, { secrets: [secret] })).toBe('bad_signature');
  });

  it('accepts a token from its start, less one minute for clocks that differ, until it expires', () => {
    const token = create();
    expect(verify(token, START - 61_000)).toBe('not_yet_valid');
    expect(verify(token, START - 60_000)).toHaveLength(2);
    expect(verify(token, START + HOUR - 1)).toHaveLength(2);
    expect(verify(token, START + HOUR)).toBe('expired');
  });

  it('rejects a token of another audience', () => {
    for (const audience of ['shop-staging', 'Shop', 'sho']) expect(verify(create({ audience }))).toBe('wrong_audience');
  });

  it('rejects a token with a longer lifetime than the application accepts', () => {
    expect(verify(create({ expiresIn: '24h' }))).toHaveLength(2);
    expect(verify(create({ expiresIn: '25h' }))).toBe('lifetime_too_long');
  });

  it('rejects a token over the maximum length before it reads it', () => {
    const token = create();
    expect(verify(token, START, { maxLength: token.length })).toHaveLength(2);
    expect(verify(token, START, { maxLength: token.length - 1 })).toBe('oversized');
    expect(verify('x'.repeat(1_000_000))).toBe('oversized');
  });

  it.each<[string, (token: string) => string]>([
    ['an empty text', () => ''],
    ['text', () => 'new_checkout=true'],
    ['JSON', () => '{"new_checkout":true}'],
    ['a JSON Web Token', () => 'eyJhbGciOiJub25lIn0.eyJmbGFncyI6e319.'],
    ['a token without a signature', (token) => token.slice(0, token.lastIndexOf('.'))],
    ['a token with an empty signature', (token) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['a shortened signature', (token) => token.slice(0, -1)],
    ['a signature with padding', (token) => `${token}=`],
    ['another version', (token) => token.replace('v1.', 'v2.')],
    ['a fourth part', (token) => `${token}.x`],
    ['white space', (token) => `${token} `],
    ['a line break', (token) => `${token}\n`],
    ['base64 instead of base64url', (token) => token.replace('.ey', './+')],
  ])('rejects %s as malformed', (_, change) => {
    expect(verify(change(create()))).toBe('malformed');
  });

  it('rejects a token when any of its characters was changed', () => {
    const token = create();
    for (let i = 3; i < token.length; i++) {
      if (token[i] === '.') continue;
      const other = token[i] === 'A' ? 'B' : 'A';
      expect(verify(`${token.slice(0, i)}${other}${token.slice(i + 1)}`)).toBe('bad_signature');
    }
  });

  it('rejects a signature by the same secret without the purpose of override tokens', () => {
    const [version, payload] = create().split('.');
    const text = `${version}.${payload}`;
    expect(verify(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toBe('bad_signature');
  });

  it('accepts a signed token that another program has created', () => {
    expect(verify(signed(JSON.stringify(claims)))).toStrictEqual([['a', { enabled: true }]]);
  });

  it.each<[string, string | Buffer]>([
    ['is not JSON', 'flags'],
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['is null', 'null'],
    ['has white space', JSON.stringify(claims, null, 1)],
    ['has a duplicate member', JSON.stringify(claims).replace('"aud"', '"aud":"shop","aud"')],
    ['has an unknown member', JSON.stringify({ ...claims, sub: 'ada' })],
    ['has no flags', JSON.stringify({ ...claims, flags: {} })],
    [
      'has too many flags',
      JSON.stringify({ ...claims, flags: Object.fromEntries([...Array(51).keys()].map((i) => [`f${i}`, true])) }),
    ],
    ['has an invalid key', JSON.stringify({ ...claims, flags: { ' ': true } })],
    ['has an invalid answer', JSON.stringify({ ...claims, flags: { a: 1 } })],
    ['has a reserved name', JSON.stringify(claims).replace('true', '{"value":{"__proto__":1}}')],
    ['has fractions of seconds', JSON.stringify({ ...claims, nbf: 0.5 })],
    ['has no expiry', JSON.stringify({ aud: 'shop', nbf: 1, flags: { a: true } })],
    ['expires before it is valid', JSON.stringify({ ...claims, exp: claims.nbf })],
    ['has an expiry as text', JSON.stringify({ ...claims, exp: String(claims.exp) })],
  ])('rejects a signed token as malformed if its payload %s', (_, payload) => {
    expect(verify(signed(payload))).toBe('malformed');
  });
});
