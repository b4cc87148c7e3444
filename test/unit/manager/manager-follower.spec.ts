import { describe, expect, it } from '@jest/globals';
import type { FlagManager } from '../../../lib/manager/flag-manager.js';
import { ambientContextOf, definitionOf, followManager } from '../../../lib/manager/manager-components.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { delivers, PolledProvider, rejects, WatchedProvider } from './fake-providers.js';
import { managers, settled } from './managers.js';

const start = managers();

/** Follows a manager; each change of flags is listed by its keys. */
function followed(flags: FlagManager) {
  const changes: (readonly string[] | undefined)[] = [];
  const states: (string | undefined)[] = [];
  const stop = followManager(flags, {
    flagsChanged: (keys) => void changes.push(keys),
    sourcesChanged: () => void states.push(flags.status().providers[0]?.state),
  });
  return { changes, states, stop };
}

describe('A follower of a manager', () => {
  it('receives the flags that overrides and edits change, when their new answers are in force', async () => {
    const { flags } = await start({ providers: [new MemoryProvider({ sale: true, search: true })] });
    const answers: boolean[] = [];
    followManager(flags, { flagsChanged: () => void answers.push(flags.isEnabled('sale')), sourcesChanged: () => {} });
    const { changes } = followed(flags);
    await flags.disable('sale', { actor: 'ops' });
    await flags.clearOverride('sale', { actor: 'ops' });
    await flags.saveFlag('sale', false, { actor: 'ops' });
    await flags.deleteFlag('search', { actor: 'ops' });
    expect(changes).toStrictEqual([['sale'], ['sale'], ['sale'], ['search']]);
    expect(answers).toStrictEqual([false, true, false, false]);
  });

  it('receives the flags that depend on a changed one, directly and through segments', async () => {
    const rules = [{ when: { segment: 'insiders' } }];
    const { flags } = await start({
      providers: [
        new MemoryProvider(
          {
            beta: false,
            beta_search: { type: 'boolean', prerequisites: [{ flag: 'beta' }] },
            labs: { type: 'boolean', otherwise: false, rules },
            sale: true,
          },
          { segments: { insiders: { rules: [{ flag: 'beta' }] } } },
        ),
      ],
    });
    const { changes } = followed(flags);
    await flags.enable('beta', { actor: 'ops' });
    await flags.saveSegment('insiders', { include: ['ada'] }, { actor: 'ops' });
    expect(changes.map((keys) => keys?.toSorted())).toStrictEqual([['beta', 'beta_search', 'labs'], ['labs']]);
  });

  it('receives the flags that a provider delivers anew, and only those that differ', async () => {
    const provider = new WatchedProvider(delivers({ sale: true, search: true }));
    const { flags } = await start({ providers: [provider] });
    const { changes } = followed(flags);
    provider.answer = delivers({ sale: true, search: false });
    provider.announce();
    await settled();
    expect(changes).toStrictEqual([['search']]);
  });

  it('is notified when a provider fails and when it has recovered', async () => {
    const provider = new PolledProvider(rejects('no route to host'));
    const { flags } = await start({ providers: [provider], onBootFailure: 'defaults' });
    const { states } = followed(flags);
    provider.answer = delivers({ sale: true });
    await flags.refresh();
    provider.answer = rejects('no route to host');
    await flags.refresh();
    expect(states).toStrictEqual(['loaded', 'stale']);
  });

  it('receives nothing after it has stopped', async () => {
    const { flags } = await start({ initialFlags: { sale: true } });
    const { changes, states, stop } = followed(flags);
    stop();
    await flags.disable('sale', { actor: 'ops' });
    await flags.refresh();
    expect([changes, states]).toStrictEqual([[], []]);
  });

  it('is never notified by an object that stands in for a manager', () => {
    const stop = followManager({}, { flagsChanged: () => {}, sourcesChanged: () => {} });
    expect(stop()).toBeUndefined();
  });
});

describe('The parts of a manager', () => {
  it('give the definition in force, and the context of the code that runs', async () => {
    const { flags } = await start({ initialFlags: { sale: true } });
    expect(definitionOf(flags, 'sale')).toMatchObject({ key: 'sale', type: 'boolean' });
    expect(definitionOf(flags, 'missing')).toBeUndefined();
    expect(flags.runWith({ userId: 'ada' }, () => ambientContextOf(flags).userId)).toBe('ada');
    expect([ambientContextOf(flags), ambientContextOf({})]).toStrictEqual([{}, {}]);
  });
});
