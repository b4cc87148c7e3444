import { expect } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import type { FlagStore } from '../../lib/store/flag-store.js';
import { SHOP_DEFINITIONS } from '../../lib/testing/shop-definitions.js';
import { RecordingLogger } from '../support/recording-logger.js';

/**
 * Saves the shop's flags, which use every member of definitions, and expects them in an instance that is started later.
 *
 * @param open opens a store with the same content
 */
export async function expectSavedFlags(open: () => FlagStore): Promise<void> {
  const writer = await FlagManager.create({ store: open(), logger: new RecordingLogger() });
  for (const [key, definition] of Object.entries(SHOP_DEFINITIONS)) await writer.saveFlag(key, definition);
  const saved = writer.getFlags();
  await writer.close();
  const reader = await FlagManager.create({ store: open(), logger: new RecordingLogger() });
  expect([...reader.getFlags()].toSorted()).toStrictEqual([...saved].toSorted());
  for (const [key, definition] of Object.entries(SHOP_DEFINITIONS)) {
    expect(reader.getFlags().get(key)).toStrictEqual({
      key,
      enabled: true,
      ...definition,
      version: expect.any(Number),
    });
  }
  await reader.close();
}
