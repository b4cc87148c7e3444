import { describe, expect, it } from '@jest/globals';
import { DeniedCall, markDenied } from '../../../../lib/nest/denials/denied-call.js';
import { FeatureFlagDisabledError } from '../../../../lib/nest/denials/feature-flag-disabled.error.js';

describe('DeniedCall', () => {
  it('matches the error of closed gates, and each error that a disabledHandler has returned', () => {
    const custom = markDenied(new TypeError('Coming soon'));
    expect([new FeatureFlagDisabledError(['premium']), custom].every((error) => error instanceof DeniedCall)).toBe(
      true,
    );
  });

  it.each([new TypeError('Coming soon'), 'Coming soon', undefined, null])('does not match %p', (thrown: unknown) => {
    expect(thrown instanceof DeniedCall).toBe(false);
  });
});
