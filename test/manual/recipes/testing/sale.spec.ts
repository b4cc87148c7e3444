import { describe, expect, it } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { ManualClock } from 'nestjs-feature-flags/testing';

describe('The sale', () => {
  it('begins at midnight', async () => {
    const clock = new ManualClock('2026-11-26T23:59:59Z');
    const initialFlags = { sale: { type: 'time_based', start: '2026-11-27T00:00:00Z' } } as const;
    const flags = await FlagManager.create({ clock, initialFlags });

    expect(flags.isEnabled('sale')).toBe(false);
    clock.advance(1000);
    expect(flags.isEnabled('sale')).toBe(true);
    await flags.close();
  });
});
