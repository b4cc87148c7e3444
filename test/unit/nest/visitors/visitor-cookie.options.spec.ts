import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { FeatureFlagsModule, visitorCookie } from '../../../../lib/index.js';

const secrets = 's'.repeat(32);

describe('The options of visitorCookie', () => {
  it.each<[string, object, RegExp]>([
    ['no secret', { secrets: undefined }, /Option "secrets" of visitorCookie is required/],
    ['a short secret', { secrets: ['short'] }, /Option "secrets" of visitorCookie must be a secret of 32/],
    ['a name with a prefix', { name: '__Host-visitor' }, /"name" of visitorCookie must be .*the prefix/],
    ['a name with "="', { name: 'a=b' }, /"name"/],
    ['a path with an attribute', { path: '/; Domain=example.com' }, /"path" of visitorCookie must be a path/],
    ['a lifetime over 400 days', { lifetime: '9601h' }, /"lifetime" of visitorCookie must be a duration/],
    ['a lifetime as a number', { lifetime: 3600 }, /Add a unit/],
    ['an unknown sameSite', { sameSite: 'Lax' }, /"sameSite" of visitorCookie must be "strict", "lax" or "none"/],
    ['sameSite none without secure', { sameSite: 'none', secure: false }, /only with "secure"/],
    ['a consent that is no function', { consent: true }, /"consent" of visitorCookie must be a function/],
    ['a misspelled option', { secret: secrets }, /did you mean "secrets"/],
  ])('rejects %s', (_, given, message) => {
    const create = () => visitorCookie({ secrets, ...given });
    expect(create).toThrow(InvalidOptionsError);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/short/);
  });
});

describe('The option "visitorSessions"', () => {
  it('is rejected together with a resolver, which must read the id itself', () => {
    expect(() => FeatureFlagsModule.forRoot({ visitorSessions: true, contextResolver: () => ({}) })).toThrow(
      /set `sessionId: visitorIdOf\(request\)` in your "contextResolver"/,
    );
  });
});
