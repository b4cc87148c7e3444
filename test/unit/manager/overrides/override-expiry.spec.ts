import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { Deferred } from '../../../support/deferred.js';
import { auditOf, managers, settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

const start = managers();
const ada: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };
const bob: FlagContext = { userId: 'bob' };
const minute = 60_000;

describe('An override with an end', () => {
  it('holds until the last millisecond before its end', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue', { expiresAt: new Date(clock.now() + minute) });
    clock.advance(minute - 1);
    expect(flags.isEnabled('catalogue')).toBe(false);
    expect(flags.getOverrides()).toHaveLength(1);
    clock.advance(1);
    expect(flags.isEnabled('catalogue')).toBe(true);
    await settled();
    expect(flags.getOverrides()).toStrictEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('is audited and announced when it expires', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    const seen: unknown[] = [];
    flags.changes$.subscribe(({ action, key }) => seen.push([action, key]));
    await flags.disable('catalogue', { actor: 'ops', expiresAt: '2026-01-01T01:01:00+01:00' });
    const override = flags.getOverride('catalogue');
    clock.advance(2 * minute);
    await settled();
    expect((await auditOf(flags))[1]).toMatchObject({
      version: 2,
      action: 'override_expired',
      actor: 'expiry',
      origin: 'expiry',
      key: 'catalogue',
      before: override,
      after: null,
      time: '2026-01-01T00:01:00.000Z',
    });
    expect(seen).toEqual([
      ['override_set', 'catalogue'],
      ['override_expired', 'catalogue'],
    ]);
  });

  it('for one user gives way to the override for everyone', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    await flags.enable('catalogue', { unit: 'ada', expiresAt: new Date(clock.now() + minute) });
    clock.advance(minute - 1);
    expect(flags.isEnabled('catalogue', ada)).toBe(true);
    clock.advance(1);
    expect(flags.evaluate('catalogue', ada)).toMatchObject({ enabled: false, reason: 'override' });
  });

  it('ends at its own time, in whatever order overrides were set', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    for (const [unit, end] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
    ] as const) {
      await flags.disable('catalogue', { unit, expiresAt: new Date(clock.now() + end * minute) });
    }
    for (const left of [2, 1, 0]) {
      clock.advance(minute);
      await settled();
      expect(flags.getOverrides()).toHaveLength(left);
    }
    expect((await auditOf(flags)).slice(3).map(({ before, time }) => [before, time])).toEqual([
      [expect.objectContaining({ unit: 'a' }), '2026-01-01T00:01:00.000Z'],
      [expect.objectContaining({ unit: 'b' }), '2026-01-01T00:02:00.000Z'],
      [expect.objectContaining({ unit: 'c' }), '2026-01-01T00:03:00.000Z'],
    ]);
  });

  it('does not end at the time of the override that it replaced', async () => {
    const { flags, clock } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue', { expiresAt: new Date(clock.now() + minute) });
    await flags.disable('catalogue', { expiresAt: new Date(clock.now() + 3 * minute) });
    clock.advance(2 * minute);
    await settled();
    expect(flags.isEnabled('catalogue')).toBe(false);
    await flags.disable('catalogue');
    clock.advance(10 * minute);
    await settled();
    expect(flags.isEnabled('catalogue')).toBe(false);
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(Array(3).fill('override_set'));
  });

  it('does not remove its successor when it expires while it is being replaced', async () => {
    const store = new ScriptedStore();
    const { flags, clock } = await start({ initialFlags: shopFlags, store });
    await flags.disable('catalogue', { expiresAt: new Date(clock.now() + minute) });
    const stored = new Deferred<void>();
    store.onAppend = (append) => stored.promise.then(append);
    const replaced = flags.disable('catalogue', { actor: 'successor' });
    clock.advance(minute);
    await settled(); // by now, its expiry waits behind the replacement
    stored.resolve();
    await replaced;
    await settled();
    expect(flags.getOverrides()).toMatchObject([{ actor: 'successor' }]);
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(['override_set', 'override_set']);
  });

  it('ends on time although this cannot be recorded yet, and recording is retried', async () => {
    const store = new ScriptedStore();
    const { flags, clock, logger } = await start({ initialFlags: shopFlags, store, storeTimeout: '100ms' });
    await flags.disable('catalogue', { expiresAt: new Date(clock.now() + minute) });
    store.failure = new Error('disk full');
    clock.advance(minute);
    expect(flags.isEnabled('catalogue')).toBe(true);
    expect(await logger.line(/could not be made, and are retried/)).toContain('error ');
    expect(flags.getOverrides()).toHaveLength(1);
    store.failure = undefined;
    clock.advance(5000);
    await settled();
    expect((await auditOf(flags)).map(({ action }) => action)).toEqual(['override_set', 'override_expired']);
    expect(flags.getOverrides()).toStrictEqual([]);
  });

  it('is ignored at once, cleared and audited if it expired while no process was running', async () => {
    const store = new ScriptedStore();
    const { flags: last, clock } = await start({ initialFlags: shopFlags, store });
    for (const [unit, end] of [
      ['ada', 1],
      ['bob', 3],
    ] as const) {
      await last.disable('catalogue', { unit, expiresAt: new Date(clock.now() + end * minute) });
    }
    await last.close();
    clock.advance(2 * minute);
    const { flags } = await start({ initialFlags: shopFlags, store, clock });
    expect([flags.isEnabled('catalogue', ada), flags.isEnabled('catalogue', bob)]).toEqual([true, false]);
    clock.advance(0);
    await settled();
    expect(flags.getOverrides().map(({ unit }) => unit)).toEqual(['bob']);
    expect((await auditOf(flags)).slice(2).map(({ action, version }) => [action, version])).toEqual([
      ['override_expired', 3],
    ]);
    clock.advance(minute);
    await settled();
    expect(await auditOf(flags)).toHaveLength(4);
  });

  it('leaves no timer behind when the manager is closed, even in the middle of a change', async () => {
    const store = new ScriptedStore();
    const { flags, clock } = await start({ initialFlags: shopFlags, store });
    const stored = new Deferred<void>();
    store.onAppend = (append) => stored.promise.then(append);
    const change = flags.disable('catalogue', { expiresAt: new Date(clock.now() + minute) });
    const closing = flags.close();
    await settled();
    expect(store.closes).toBe(0); // the change still needs it
    stored.resolve();
    await closing;
    expect(store.closes).toBe(1);
    await change;
    expect(flags.isEnabled('catalogue')).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
