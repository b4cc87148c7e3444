import { describe, expect, it } from '@jest/globals';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { delivers, PolledProvider } from '../fake-providers.js';
import { auditOf, managers } from '../managers.js';

const start = managers();
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;
const inLayer = (from: number, to: number, enabled = true) =>
  ({ type: 'boolean', enabled, layer: { name: 'payment', from, to } }) as const;

describe.each<[string, () => FlagManagerOptions]>([
  ['a store', () => ({ store: new MemoryStore() })],
  ['a provider', () => ({ providers: [new MemoryProvider()] })],
])('An inconsistent definition, with writes to %s', (_, writable) => {
  async function startWith(remote: PolledProvider) {
    const { providers = [], ...options } = writable();
    return await start({ ...options, providers: [...providers, remote] });
  }

  it('does not prevent the kill switch of a flag that it is inconsistent with', async () => {
    const remote = new PolledProvider(delivers({ voucher: inLayer(50, 100) }));
    const { flags } = await startWith(remote);
    await flags.saveFlag('wallet', inLayer(0, 50));
    remote.answer = delivers({ voucher: inLayer(40, 100) });
    await flags.refresh();
    const saved = await flags.saveFlag('wallet', inLayer(0, 50, false));
    expect(flags.evaluate('wallet').reason).toBe('disabled');
    expect(flags.getFlags().get('wallet')).toBe(saved);
    expect(flags.status().inconsistencies.map(({ path }) => path[0])).toEqual(['voucher', 'wallet']);
    expect((await auditOf(flags)).map(({ action, key }) => `${action} ${key}`)).toEqual([
      'flag_created wallet',
      'flag_updated wallet',
    ]);
  });

  it('does not prevent a change of a flag that refers to it', async () => {
    const remote = new PolledProvider(() => ({ flags: {}, segments: { vip: { include: ['ada'] } } }));
    const { flags } = await startWith(remote);
    await flags.saveFlag('search', within('vip'));
    remote.answer = delivers({});
    await flags.refresh();
    await flags.saveFlag('search', { ...within('vip'), enabled: false });
    expect(flags.evaluate('search', { userId: 'ada' }).reason).toBe('disabled');
    expect([...flags.getSegments().keys()]).toEqual(['vip']);
  });

  it('comes into force with the change that makes it consistent', async () => {
    const remote = new PolledProvider(delivers({ search: false }));
    const { flags } = await startWith(remote);
    remote.answer = delivers({ search: within('vip') });
    await flags.refresh();
    expect(flags.evaluate('search', { userId: 'ada' }).reason).toBe('disabled');
    await flags.saveSegment('vip', { include: ['ada'] });
    expect(flags.evaluate('search', { userId: 'ada' }).reason).toBe('rule_match');
    expect(flags.status().state).toBe('ready');
  });
});
