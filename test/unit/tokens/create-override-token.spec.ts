import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { createOverrideToken, type OverrideTokenFlags } from '../../../lib/tokens/create-override-token.js';

const secret = 's'.repeat(32);
const options = { secret, audience: 'shop', notBefore: 1_700_000_000_500 };

function payloadOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('createOverrideToken', () => {
  it('contains the audience, the period of validity in seconds, and the flags in their shortest form', () => {
    const flags = { new_checkout: true, theme: { variant: 'modern' }, limits: { value: { perDay: 3 } }, old: false };
    const token = createOverrideToken(flags, { ...options, expiresIn: '90s' });
    expect(token).toMatch(/^v1\.[\w-]+\.[\w-]{43}$/);
    expect(payloadOf(token)).toEqual({
      aud: 'shop',
      nbf: 1_700_000_000,
      exp: 1_700_000_090,
      flags: { new_checkout: true, theme: 'modern', limits: { value: { perDay: 3 } }, old: false },
    });
  });

  it('is valid from now on, for one hour, unless told otherwise', () => {
    const before = Math.floor(Date.now() / 1000);
    const { nbf, exp } = payloadOf(createOverrideToken({ a: true }, { secret, audience: 'shop' })) as {
      nbf: number;
      exp: number;
    };
    expect(nbf).toBeGreaterThanOrEqual(before);
    expect(nbf).toBeLessThanOrEqual(Date.now() / 1000);
    expect(exp - nbf).toBe(3600);
  });

  it('never lasts less than a second', () => {
    expect(payloadOf(createOverrideToken({ a: true }, { ...options, expiresIn: '1.2s' }))).toMatchObject({
      exp: 1_700_000_002,
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['no flags', {}, /flags: must contain 1 to 50 flags/],
    ['51 flags', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, true])), /1 to 50 flags/],
    ['an invalid key', { '-': true }, /flags/],
    ['a number', { a: 1 }, /flags\.a: must be true, false, the name of a variant/],
    ['an unknown form', { a: { enabled: true } }, /flags\.a/],
    ['a function', { a: () => true }, /flags\.a: must be JSON data/],
    ['a list', [], /flags/],
    ['nothing', undefined, /flags/],
    ['a reserved name', JSON.parse('{"a":{"value":{"__proto__":1}}}'), /is a reserved name/],
  ])('rejects %s', (_, flags, message) => {
    const create = () => createOverrideToken(flags as OverrideTokenFlags, options);
    expect(create).toThrow(InvalidOptionsError);
    expect(create).toThrow(message);
  });

  it.each<[string, object, RegExp]>([
    ['without a secret', { secret: undefined }, /Option "secret" of createOverrideToken is required/],
    ['with a short secret', { secret: 'short' }, /Option "secret" of createOverrideToken must be a secret of 32/],
    ['without an audience', { audience: undefined }, /Option "audience" of createOverrideToken is required/],
    ['with an empty audience', { audience: '' }, /Option "audience" of createOverrideToken must be a string/],
    ['with a lifetime without a unit', { expiresIn: 60 }, /Add a unit: "60ms" or "60s"/],
    ['with a lifetime over 30 days', { expiresIn: '721h' }, /from "1s" to "720h"/],
    ['with an invalid start', { notBefore: new Date(NaN) }, /"notBefore"/],
    ['that begins before 1970', { notBefore: -1000 }, /nbf/],
    ['with a misspelled option', { expiresAt: '1h' }, /did you mean "expiresIn"/],
  ])('rejects a token %s', (_, given, message) => {
    const create = () => createOverrideToken({ a: true }, { ...options, ...given });
    expect(create).toThrow(InvalidOptionsError);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/s{32}|short/);
  });

  it('rejects a token that would not fit into a cookie', () => {
    expect(() => createOverrideToken({ a: { value: 'x'.repeat(2930) } }, options)).toThrow(
      /has \d+ characters, more than the 4000 that fit into a cookie: force fewer flags or smaller values/,
    );
  });
});
