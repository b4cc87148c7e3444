import { describe, expect, it } from '@jest/globals';
import type { FlagSet } from '../../../../lib/providers/flag-provider.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { delivers, hangs, heldBack, PolledProvider, rejects, throws, WatchedProvider } from '../fake-providers.js';
import { auditOf, managers, settled } from '../managers.js';

const start = managers();
const minute = 60_000;

describe('A source that fails later', () => {
  it.each<[string, () => FlagSet | Promise<FlagSet>, string]>([
    ['rejects', rejects('connection refused'), 'connection refused'],
    ['throws at once', throws('not connected'), 'not connected'],
    ['hangs', hangs, 'did not answer within 20 ms'],
    ['delivers nothing', () => undefined as never, ''],
    ['delivers garbage', () => ({ flags: 7 }) as never, 'must be an object of definitions'],
  ])('keeps its last good flags in force when it %s, is reported once, and recovers later', async (_, answer, why) => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags, clock, logger } = await start({ providers: [remote], loadTimeout: '20ms' });
    clock.advance(1000);
    remote.answer = answer;
    await flags.refresh();
    await flags.refresh();
    clock.advance(500);
    await flags.refresh();

    expect(flags.evaluate('dark_mode')).toMatchObject({ enabled: true, reason: 'enabled' });
    expect(flags.evaluate('unheard_of').reason).toBe('flag_not_found');
    const status = flags.status();
    expect(status.state).toBe('degraded');
    expect(status.providers).toMatchObject([
      { name: 'remote', state: 'stale', since: '2026-01-01T00:00:01.000Z', flags: 1 },
    ]);
    expect(status.providers[0]?.error).toContain(why);
    expect(logger.errors).toHaveLength(1);
    expect(logger.errors[0]).toContain('"remote" failed; its last known definitions stay in force');
    expect(logger.errors[0]).toContain(why);

    remote.answer = delivers({ dark_mode: false });
    clock.advance(1);
    await flags.refresh();
    await flags.refresh();
    expect(flags.isEnabled('dark_mode')).toBe(false);
    expect(flags.status()).toMatchObject({
      state: 'ready',
      providers: [{ state: 'loaded', since: '2026-01-01T00:00:01.501Z' }],
    });
    expect(flags.status().providers[0]).not.toHaveProperty('error');
    expect(logger.logs).toEqual(['Flag provider "remote" has recovered.']);
    expect(await auditOf(flags)).toMatchObject([{ action: 'flag_updated', actor: 'provider:remote' }]);
  });

  it('is reported again when it fails in another way', async () => {
    const remote = new PolledProvider(delivers({}));
    const { flags, logger } = await start({ providers: [remote] });
    for (const message of ['one', 'one', 'two', 'one']) {
      remote.answer = rejects(message);
      await flags.refresh();
    }
    expect(logger.errors.map((line) => line.split(': ').at(-1))).toEqual(['one', 'two', 'one']);
  });

  it('is read again after cacheTtl, not before', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags, clock } = await start({ providers: [remote] });
    remote.answer = rejects('connection refused');
    clock.advance(minute);
    await settled();
    expect([remote.loads, flags.status().state]).toEqual([2, 'degraded']);
    for (let second = 1; second < 60; second++) {
      clock.advance(1000);
      await settled();
    }
    expect(remote.loads).toBe(2);
    remote.answer = delivers({ dark_mode: false });
    clock.advance(1000);
    await settled();
    expect([remote.loads, flags.isEnabled('dark_mode'), flags.status().state]).toEqual([3, false, 'ready']);
  });

  it('with one broken definition keeps only the last good one of that, and is named', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true, sale: true }));
    const { flags, logger } = await start({ providers: [remote] });
    remote.answer = () => ({ flags: { sale: false }, problems: [{ key: 'dark_mode', message: 'is broken' }] });
    await flags.refresh();
    expect([flags.isEnabled('dark_mode'), flags.isEnabled('sale')]).toEqual([true, false]);
    expect(logger.errors).toEqual([expect.stringMatching(/"remote" has invalid definitions.*"dark_mode": is broken/)]);
    expect(flags.status().providers[0]?.problems).toEqual([{ key: 'dark_mode', message: 'is broken' }]);
    remote.answer = delivers({ sale: false });
    await flags.refresh();
    expect(flags.evaluate('dark_mode').reason).toBe('flag_not_found');
    expect(logger.logs).toEqual(['Flag provider "remote" has recovered.']);
  });
});

describe('refresh()', () => {
  it('resolves when what the sources held after the call is in force', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [remote] });
    remote.answer = delivers({ dark_mode: true });
    await flags.refresh();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it('does not rely on a read that had begun before the call', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [remote] });
    const old = heldBack();
    remote.answer = old.answer;
    const first = flags.refresh();
    await settled();
    remote.answer = delivers({ dark_mode: true });
    const second = flags.refresh();
    await settled();
    old.give({ flags: { dark_mode: false } });
    await first;
    await second;
    expect(flags.isEnabled('dark_mode')).toBe(true);
    expect(remote.loads).toBe(3);
  });

  it('causes at most two reads, however many callers there are', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote] });
    let together = 0;
    let most = 0;
    remote.answer = async () => {
      most = Math.max(most, ++together);
      await settled();
      together--;
      return { flags: { dark_mode: false } };
    };
    await Promise.all(Array.from({ length: 100 }, () => flags.refresh()));
    expect(remote.loads - 1).toBeGreaterThan(0);
    expect(remote.loads - 1).toBeLessThanOrEqual(2);
    expect(most).toBe(1);
    expect(flags.isEnabled('dark_mode')).toBe(false);
  });

  it('reads sources that announce their changes as well', async () => {
    const forgetful = new WatchedProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [forgetful] });
    forgetful.answer = delivers({ dark_mode: true });
    await flags.refresh();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it('never rejects, and does nothing on a closed manager', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote] });
    remote.answer = rejects('connection refused');
    await flags.refresh();
    await flags.close();
    await flags.refresh();
    expect(remote.loads).toBe(2);
  });
});

describe('A source that announces its changes', () => {
  it('is read when it announces one, and never polled', async () => {
    const file = new WatchedProvider(delivers({ dark_mode: false }), 'file');
    const { flags, clock } = await start({ providers: [file], initialFlags: shopFlags });
    clock.advance(100 * minute);
    await settled();
    expect([file.loads, clock.pending]).toEqual([1, 0]);
    file.answer = delivers({ dark_mode: true });
    file.announce();
    await settled();
    expect([file.loads, flags.isEnabled('dark_mode')]).toEqual([2, true]);
  });

  it('is not read together with a slower one', async () => {
    const file = new WatchedProvider(delivers({ dark_mode: false }), 'file');
    const remote = new PolledProvider(delivers({}));
    const slow = heldBack();
    const { flags } = await start({ providers: [file, remote] });
    remote.answer = slow.answer;
    void flags.refresh();
    await settled();
    file.answer = delivers({ dark_mode: true });
    file.announce();
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    slow.give({ flags: {} });
  });

  it('is polled from then on when watching it fails, which is reported', async () => {
    const file = new WatchedProvider(delivers({ dark_mode: false }), 'file');
    const { flags, clock, logger } = await start({ providers: [file], cacheTtl: 10 });
    file.announce(new Error('too many open files'));
    await settled();
    expect(logger.errors).toEqual([expect.stringContaining('too many open files')]);
    file.answer = delivers({ dark_mode: true });
    clock.advance(10_000);
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    const { loads } = file;
    clock.advance(10_000);
    await settled();
    expect(file.loads).toBe(loads + 1);
  });

  it('is ignored once it is closed', async () => {
    const file = new WatchedProvider(delivers({ dark_mode: false }), 'file');
    const { flags } = await start({ providers: [file] });
    const listeners = [...file.listeners];
    await flags.close();
    file.answer = delivers({ dark_mode: true });
    for (const listener of listeners) listener();
    await settled();
    expect([file.loads, file.closes, file.listeners.size, flags.isEnabled('dark_mode')]).toEqual([1, 1, 0, false]);
  });
});
