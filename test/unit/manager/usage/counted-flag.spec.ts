import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT } from '../../../../lib/engine/flag-context.js';
import type { FlagDefinitions } from '../../../../lib/engine/flag.js';
import { composeManager } from '../../../../lib/manager/compose-manager.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { VendorFlags } from '../../../support/vendor-flags.js';

const ada = { userId: 'ada' };
const bob = { userId: 'bob' };

const shop = {
  search: true,
  checkout: { type: 'boolean', prerequisites: [{ flag: 'search' }] },
  beta: { type: 'user_list', users: ['ada'] },
} satisfies FlagDefinitions;

/** A started manager, and its counters as text. */
async function counted(options: FlagManagerOptions = {}) {
  const resolved = resolveManagerOptions({
    initialFlags: shop,
    usage: true,
    clock: new ManualClock(),
    logger: new RecordingLogger(),
    ...options,
  });
  const manager = composeManager(resolved);
  await manager.lifecycle.start();
  const { counters } = manager.parts;
  const counts = () =>
    [...(counters?.flags ?? [])].flatMap(({ key, answers, others }) => [
      ...answers.map(({ enabled, variant, count }) =>
        [key, enabled ? 'on' : 'off', variant, count].filter((part) => part !== undefined).join(' '),
      ),
      ...(others.count > 0 ? [`${key} others ${others.count}`] : []),
    ]);
  return { ...manager, counts };
}

describe('The answers of a manager', () => {
  it('are not counted without the option', async () => {
    const { reader, parts } = await counted({ usage: false });
    reader.isEnabled('search', ada);
    expect(parts.counters).toBeUndefined();
  });

  it('are counted for each read method', async () => {
    const { reader, counts } = await counted();
    reader.isEnabled('search', ada);
    reader.getVariant('search', 'classic', ada);
    reader.getValue('search', false, ada);
    reader.evaluate('search', ada);
    reader.evaluateValue('search', false, ada);
    reader.decision('search', ada);
    reader.handle('search').isEnabled(ada);
    expect(counts()).toStrictEqual(['search on 7']);
  });

  it('are not counted for evaluateAll, explain and prerequisites', async () => {
    const { reader, counts } = await counted();
    reader.evaluateAll(ada);
    reader.evaluateAllByKey(ada);
    reader.explain('search', ada);
    reader.isEnabled('checkout', ada);
    expect(counts()).toStrictEqual(['checkout on 1']);
  });

  it('are counted by what they serve, whatever the reason', async () => {
    const { reader, overrides, counts } = await counted();
    for (const user of [ada, bob, ada]) reader.isEnabled('beta', user);
    await overrides.enable('beta', { unit: 'bob' });
    reader.isEnabled('beta', bob);
    expect(counts()).toStrictEqual(['beta on 3', 'beta off 1']);
  });

  it('are counted together if they replace a decision', async () => {
    const { reader, counts } = await counted({
      initialFlags: { theme: { type: 'custom', strategy: 'failing' } },
      strategies: {
        failing: () => () => {
          throw new Error('out of order');
        },
      },
    });
    reader.isEnabled('theme', ada);
    reader.isEnabled('theme', ada);
    expect(counts()).toStrictEqual(['theme others 2']);
  });

  it('keep their counts when the definition changes', async () => {
    const { reader, definitions, counts } = await counted({ store: new MemoryStore() });
    reader.isEnabled('search', ada);
    await definitions.saveFlag('search', true);
    reader.isEnabled('search', ada);
    await definitions.saveFlag('search', false);
    reader.isEnabled('search', ada);
    expect(counts()).toStrictEqual(['search on 2', 'search off 1']);
  });

  it('are counted by variant, even if a strategy returns a new object each time', async () => {
    const { reader, counts } = await counted({
      initialFlags: { theme: { type: 'custom', strategy: 'byUser' } },
      strategies: { byUser: () => (context) => ({ enabled: true, variant: `${context.userId}-theme` }) },
    });
    for (let i = 0; i < 50; i++) for (const user of [ada, bob]) reader.isEnabled('theme', user);
    expect(counts()).toStrictEqual(['theme on ada-theme 50', 'theme on bob-theme 50']);
  });

  it('are counted together beyond 256 different ones of a flag', async () => {
    const { reader, counts } = await counted({
      initialFlags: { theme: { type: 'custom', strategy: 'byUser' } },
      strategies: { byUser: () => (context) => ({ enabled: true, variant: context.userId }) },
    });
    for (let i = 0; i < 300; i++) reader.isEnabled('theme', { userId: `user-${i}` });
    reader.isEnabled('theme', { userId: 'u'.repeat(300) });
    const listed = counts();
    expect(listed).toHaveLength(257);
    expect(listed.at(-1)).toBe('theme others 45');
  });

  it('are not counted for undefined flags, except those of an override', async () => {
    const { reader, overrides, counts } = await counted();
    for (const key of ['serach', 'not a key']) reader.isEnabled(key, ada);
    await overrides.enable('payments', { unit: 'ada' });
    for (const user of [ada, bob]) reader.isEnabled('payments', user);
    expect(counts()).toStrictEqual(['payments on 1']);
  });

  it('are counted without their variants for flags of an external provider', async () => {
    const greeting = { type: 'variant', variants: [{ name: 'Hello ada@example.com', weight: 1 }] } as const;
    const externalFlags = new VendorFlags({ greeting }, ['greeting']);
    const { reader, preparation, overrides, counts } = await counted({ externalFlags });
    await preparation.prepare(ada);
    expect(reader.getVariant('greeting', 'Hello', ada)).toBe('Hello ada@example.com');
    await overrides.disable('greeting', { unit: 'ada' });
    reader.isEnabled('greeting', ada);
    reader.isEnabled('search', ada);
    expect(counts()).toStrictEqual(['greeting others 2', 'search on 1']);
  });

  it('are not counted for a context that could not be resolved', async () => {
    const { reader, counts } = await counted();
    for (const key of ['search', 'serach']) reader.isEnabled(key, FAILED_CONTEXT);
    expect(counts()).toStrictEqual([]);
  });
});
