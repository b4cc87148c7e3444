import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, type FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagDefinitions } from '../../../../lib/engine/flag.js';
import { composeManager } from '../../../../lib/manager/compose-manager.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const ada: FlagContext = { userId: 'ada' };

const shop = {
  search: true,
  checkout: { type: 'boolean', prerequisites: [{ flag: 'search' }] },
} satisfies FlagDefinitions;

/** A started manager, and the answers that its observer has received. */
async function observed(options: FlagManagerOptions = {}) {
  const seen: string[] = [];
  const resolved = resolveManagerOptions({ clock: new ManualClock(), logger: new RecordingLogger(), ...options });
  const manager = composeManager(resolved, {
    observers: [
      {
        observe: (key, { userId = 'nobody' }, { reason }) => void seen.push(`${key} for ${userId}: ${reason}`),
      },
    ],
  });
  await manager.lifecycle.start();
  return { ...manager, seen };
}

describe('An evaluation observer', () => {
  it('receives the answer of each read method', async () => {
    const { reader, seen } = await observed({ initialFlags: shop });
    reader.isEnabled('search', ada);
    reader.getVariant('search', 'classic', ada);
    reader.getValue('search', false, ada);
    reader.evaluate('search', ada);
    reader.evaluateValue('search', false, ada);
    reader.decision('search', ada);
    reader.handle('search').isEnabled(ada);
    expect(seen).toStrictEqual(Array.from({ length: 7 }, () => 'search for ada: enabled'));
  });

  it('receives the context of the source for calls without one', async () => {
    const { reader, seen } = await observed({ initialFlags: shop, contextSource: () => ada });
    reader.isEnabled('search');
    expect(seen).toStrictEqual(['search for ada: enabled']);
  });

  it('receives no answer of evaluateAll, explain or a prerequisite', async () => {
    const { reader, seen } = await observed({ initialFlags: shop });
    reader.evaluateAll(ada);
    reader.evaluateAllByKey(ada);
    reader.explain('search', ada);
    reader.isEnabled('checkout', ada);
    expect(seen).toStrictEqual(['checkout for ada: enabled']);
  });

  it('receives the details of an undefined flag and of a context that could not be resolved', async () => {
    const { reader, seen } = await observed({ initialFlags: shop });
    reader.isEnabled('serach', ada, true);
    reader.handle('serach').isEnabled(ada, true);
    reader.isEnabled('search', FAILED_CONTEXT);
    reader.handle('serach').evaluate(FAILED_CONTEXT);
    expect(seen).toStrictEqual([
      'serach for ada: flag_not_found',
      'serach for ada: flag_not_found',
      'search for nobody: context_failed',
      'serach for nobody: context_failed',
    ]);
  });

  it('receives the answer in force after a change', async () => {
    const { reader, overrides, seen } = await observed({ initialFlags: shop });
    const handle = reader.handle('search');
    handle.isEnabled(ada);
    await overrides.disable('search', { unit: 'ada' });
    handle.isEnabled(ada);
    reader.isEnabled('search', { userId: 'bob' });
    expect(seen).toStrictEqual(['search for ada: enabled', 'search for ada: override', 'search for bob: enabled']);
  });
});
