import { describe, expect, it } from '@jest/globals';
import type { OverrideOptions } from '../../../../lib/manager/overrides/new-override.js';
import { managers, settled } from '../managers.js';

const start = managers();
const HOUR_MS = 3_600_000;

describe('expiresIn', () => {
  it("is measured from the manager's clock", async () => {
    const { flags, clock } = await start({ initialFlags: { catalogue: true } });
    await flags.disable('catalogue', { expiresIn: '1h', actor: 'olga' });
    expect(flags.getOverride('catalogue')).toMatchObject({ actor: 'olga', expiresAt: '2026-01-01T01:00:00.000Z' });
    clock.advance(HOUR_MS - 1);
    expect(flags.isEnabled('catalogue')).toBe(false);
    clock.advance(1);
    await settled();
    expect([flags.isEnabled('catalogue'), flags.getOverrides()]).toEqual([true, []]);
  });

  it('is measured from the time of a scheduled change', async () => {
    const { flags } = await start({ initialFlags: { sale: false } });
    const change = { type: 'set_override', key: 'sale', serve: true, expiresIn: '30m' } as const;
    for (const at of ['2026-01-02T01:00:00+01:00', new Date('2026-01-02T00:00:00Z')]) {
      expect((await flags.schedule(change, at)).change).toStrictEqual({
        type: 'set_override',
        key: 'sale',
        serve: { enabled: true },
        expiresAt: '2026-01-02T00:30:00.000Z',
      });
    }
  });

  const expiresAt = '2026-01-03T00:00:00Z';

  it.each([
    ['beside expiresAt', { expiresIn: '1h', expiresAt }, /both "expiresAt" and "expiresIn": give only one/],
    ['as a number', { expiresIn: 60 }, /"expiresIn".* must be a duration .* Add a unit: "60ms" or "60s"/],
    ['as an unknown unit', { expiresIn: '1d' }, /"expiresIn".* must be a duration from "1ms" to "87600h"/],
    ['of no length', { expiresIn: '0ms' }, /"expiresIn".* must be a duration from "1ms"/],
    ['of 11 years', { expiresIn: '96360h' }, /"expiresIn".* to "87600h"/],
    ['as undefined', { expiresIn: undefined }, /"expiresIn".* is undefined: .* for an override that never expires/],
  ])('is rejected %s', async (_, end, message) => {
    const { flags } = await start({ initialFlags: { sale: false } });
    await expect(flags.enable('sale', end as OverrideOptions)).rejects.toThrow(message);
    const change = { type: 'set_override', key: 'sale', serve: true, ...end } as never;
    await expect(flags.schedule(change, '2026-01-02T00:00:00Z')).rejects.toThrow(message);
    expect([flags.getOverrides(), flags.getSchedules()]).toEqual([[], []]);
  });

  it('does not hide an invalid time of a scheduled change', async () => {
    const { flags } = await start({ initialFlags: { sale: false } });
    const change = { type: 'set_override', key: 'sale', serve: true, expiresIn: '1h' } as const;
    await expect(flags.schedule(change, 'tomorrow')).rejects.toThrow(/at: must be a Date or an ISO 8601 date/);
  });
});
