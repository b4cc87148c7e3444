import { expect, it } from '@jest/globals';
import { PAUSE_MS } from '../../lib/manager/replica/log-hints.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import { RedisStore } from '../../lib/redis/index.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { redisClients, type Client } from '../redis/support/clients.js';
import { freshKeys } from '../redis/support/stores.js';
import { managers } from '../unit/manager/managers.js';

/** The entry with which an attacker would release a kill switch. */
function releasing(version: number): object {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    version,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'ops',
    action: 'override_cleared',
    key: 'checkout',
    before: { key: 'checkout', serve: { enabled: false }, actor: 'ops', createdAt: '2026-01-01T00:00:00.000Z' },
    after: null,
    origin: 'api',
  };
}

describeWithServer(redisServer, 'A publisher of forged messages on the channel of a store', (running) => {
  const start = managers();
  const connect = redisClients();

  /** Two instances, one of which has switched the checkout off, and an attacker who can publish and nothing else. */
  async function attacked() {
    const { prefix, channel, audit } = freshKeys();
    const url = `redis://localhost:${running().port}`;
    const options = { initialFlags: { checkout: true, search: true } };
    const { flags: operator } = await start({ ...options, store: new RedisStore({ url, prefix }) });
    const { flags, clock, logger } = await start({ ...options, store: new RedisStore({ url, prefix }) });
    await operator.disable('checkout', { actor: 'ops' });
    await eventually(() => expect(flags.isEnabled('checkout')).toBe(false));
    const admin = await connect(url);
    await admin.aclSetUser(`attacker-${prefix}`, [
      'on',
      '>secret',
      'resetkeys',
      'resetchannels',
      `&${channel}`,
      '+publish',
    ]);
    const attacker = await connect(`redis://attacker-${prefix}:secret@localhost:${running().port}`);
    const reads = () => callsOf(admin, 'xrange');
    /** Publishes, and answers how many reads that has caused once a later change of the operator has arrived. */
    const readsAfter = async (messages: readonly string[]) => {
      const before = await reads();
      for (const message of messages) await attacker.publish(channel, message);
      await marked(operator, flags);
      return (await reads()) - before;
    };
    /** Resolves once a change that was made after all messages is in force. */
    async function marked(writer: FlagManager, reader: FlagManager): Promise<void> {
      const unit = `user-${writer.status().version}`;
      await writer.setOverride('search', false, { unit });
      await eventually(() => {
        clock.advance(PAUSE_MS);
        expect(reader.isEnabled('search', { userId: unit })).toBe(false);
      });
    }
    return { operator, flags, clock, logger, admin, attacker, prefix, channel, audit, url, readsAfter, marked };
  }

  it('cannot release a kill switch with a message that looks like a change', async () => {
    const { flags, operator, attacker, channel, marked, admin, audit } = await attacked();
    const entry = releasing(flags.status().version + 1);
    const [last] = (await flags.getAuditLog({ limit: 1 })).entries;
    const after = `${last?.version} ${last?.id}`;
    for (const message of [
      JSON.stringify({ after, entries: [entry] }),
      JSON.stringify({ after, last: 2, keys: ['checkout'], entries: [entry] }),
      JSON.stringify(entry),
      JSON.stringify([entry]),
    ]) {
      await attacker.publish(channel, message);
    }
    await marked(operator, flags);
    expect([flags.isEnabled('checkout'), operator.isEnabled('checkout')]).toEqual([false, false]);
    expect(await admin.xLen(audit)).toBe(2);
  });

  it('cannot release it with a message about a wrong, future or past position', async () => {
    const { flags, operator, attacker, channel, marked } = await attacked();
    for (const message of ['1 forged', '9007199254740991 forged', '2 forged', '0 forged', ' ', '1']) {
      await attacker.publish(channel, message);
    }
    await marked(operator, flags);
    expect(flags.isEnabled('checkout')).toBe(false);
    expect(flags.status()).toMatchObject({ state: 'ready', version: 2 });
  });

  it('causes no reads by repeating a genuine message', async () => {
    const { flags, readsAfter } = await attacked();
    const [last] = (await flags.getAuditLog({ limit: 1 })).entries;
    const caused = await readsAfter(Array.from({ length: 500 }, () => `${last?.version} ${last?.id}`));
    expect(caused).toBeLessThanOrEqual(2); // those of the later change, by each instance
  });

  it.each([
    ['of positions that are not there', (i: number) => `${1000 + i} forged`],
    ['of garbage', (i: number) => `{"version":${i}`],
    ['of large messages', () => 'x'.repeat(100_000)],
  ])('causes a few bounded reads with a flood %s, and never a read of everything', async (_, messageOf) => {
    const { flags, admin, readsAfter } = await attacked();
    const quiet = await readsAfter([]);
    const whole = await callsOf(admin, 'hgetall');
    const caused = (await readsAfter(Array.from({ length: 500 }, (__, i) => messageOf(i)))) - quiet;
    expect(caused).toBeGreaterThan(0);
    expect(caused).toBeLessThan(20); // of two instances: one at once, one after each pause until the later change is there
    expect(await callsOf(admin, 'hgetall')).toBe(whole);
    expect(flags.isEnabled('checkout')).toBe(false);
  });

  it('cannot suppress a genuine change with a flood', async () => {
    const { flags, operator, clock, attacker, channel } = await attacked();
    const flood = { isOn: true };
    const flooding = (async () => {
      for (let i = 0; flood.isOn; i++) await attacker.publish(channel, `${1000 + i} forged`);
    })();
    await operator.disable('search');
    await eventually(() => {
      clock.advance(PAUSE_MS);
      expect(flags.isEnabled('search')).toBe(false);
    });
    flood.isOn = false;
    await flooding;
  });

  it('does not reach the instances of another prefix', async () => {
    const { attacker, flags, admin, operator } = await attacked();
    const other = freshKeys();
    await expect(attacker.publish(other.channel, '7 forged')).rejects.toThrow('NOPERM');
    const before = await callsOf(admin, 'xrange');
    await admin.publish(other.channel, '7 forged');
    await admin.publish(`${other.channel}:1`, '7 forged');
    await admin.ping();
    expect(await callsOf(admin, 'xrange')).toBe(before);
    expect([flags.status().state, operator.status().state]).toEqual(['ready', 'ready']);
  });
});

/** How often a server has carried out a command, in scripts as well. */
async function callsOf(client: Client, command: string): Promise<number> {
  const [, calls = '0'] =
    new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(await client.info('commandstats')) ?? [];
  return Number(calls);
}
