import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../../lib/internal/options/invalid-options.error.js';
import { rejectedClientOptions } from '../../../../lib/internal/options/rejected-client-options.js';

describe('The error of a client about its options', () => {
  it('repeats neither the URL nor the cause', () => {
    const url = 'shop//ada:lovelace';
    const cause = new TypeError(`"${url}" cannot be parsed`);
    const error = rejectedClientOptions('The client rejects its options', cause, url);
    expect(error).toBeInstanceOf(InvalidOptionsError);
    expect(error.message).toContain('The client rejects its options: "given" cannot be parsed.');
    expect(error.cause).toBeUndefined();
  });

  it('says what is wrong with options without a URL', () => {
    const error = rejectedClientOptions('The client rejects its options', new Error('no such file'), undefined);
    expect(error.message).toContain('The client rejects its options: no such file.');
  });
});
