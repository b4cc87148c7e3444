import { describe, expect, it } from '@jest/globals';
import { isInformation } from '../../../lib/engine/flag-information.js';

describe('Information about a flag', () => {
  it.each(['description', 'tags', 'owner', 'kind', 'expiresAt', 'metadata', 'client'])('includes "%s"', (member) => {
    expect(isInformation(member)).toBe(true);
  });

  it.each(['key', 'type', 'enabled', 'version', 'rules', 'toString', '__proto__'])(
    'does not include "%s"',
    (member) => {
      expect(isInformation(member)).toBe(false);
    },
  );
});
