import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../../lib/internal/message-of.js';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';

describe('The message of a thrown value', () => {
  it('does not repeat the section of the manual of an error of this package', () => {
    const error = new InvalidOptionsError('Option "prefix" is invalid.');
    expect(error.message).toMatch(/ See nestjs-feature-flags\/docs\/reference\/errors\.md#invalid-options$/);
    expect(messageOf(error)).toBe('Option "prefix" is invalid.');
  });

  it('is complete for an error of this package, and cut for other errors', () => {
    const long = 'x'.repeat(1000);
    expect(messageOf(new InvalidOptionsError(`${long}.`))).toBe(`${long}.`);
    expect(messageOf(new Error(long))).toBe(`${'x'.repeat(300)}…`);
  });

  it('contains no password of a URL', () => {
    const message = 'cannot connect to redis://shop:geheim@host';
    expect(messageOf(new Error(message))).not.toContain('geheim');
    expect(messageOf(new InvalidOptionsError(message))).not.toContain('geheim');
  });

  it('is also available for values that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(messageOf(proxy)).toBe('something that cannot be read');
    expect(messageOf(Object.create(null))).toBe('something that cannot be read');
    expect(messageOf(undefined)).toBe('undefined');
  });
});
