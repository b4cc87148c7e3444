import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { FlagProvider, FlagSet } from '../providers/flag-provider.js';
import { assertDelivers, inTime } from './delivered-definitions.js';
import type { ContractItem, OpenProvider, SourceContent } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';
import { SHOP, withShop } from './with-shop.js';

/**
 * The tests of definitions that cannot be read: the provider must report them, so that the reader keeps its last valid
 * state. An unreadable definition that is omitted would look like a deletion.
 */
export const unreadableContract: readonly ContractItem[] = [
  [
    'does not omit an unreadable flag: fails, reports it or delivers it unchanged',
    (open) => assertNotPassedOver(open, 'flag'),
    'change',
  ],
  [
    'does not omit an unreadable segment: fails, reports it or delivers it unchanged',
    (open) => assertNotPassedOver(open, 'segment'),
    'change',
    'segments',
  ],
];

type Kind = 'flag' | 'segment';

const DAMAGED: Record<Kind, SourceContent> = {
  flag: [{ ...SHOP_DEFINITIONS, damaged: { type: 'percentage', percentage: 101 } }, SHOP_SEGMENTS],
  segment: [SHOP_DEFINITIONS, { ...SHOP_SEGMENTS, damaged: { include: [''] } }],
};

async function assertNotPassedOver(open: OpenProvider, kind: Kind): Promise<void> {
  await withShop(open, async (subject, shop) => {
    try {
      await subject.change?.(...DAMAGED[kind]);
    } catch {
      return; // the source itself rejects it
    }
    await repeated(() => assertTells(subject.provider, kind));
    await subject.change?.(...SHOP);
    await repeated(() => assertDelivers(subject.provider, ...shop));
  });
}

async function assertTells(provider: FlagProvider, kind: Kind): Promise<void> {
  let set: FlagSet;
  try {
    set = await inTime('load() neither answered nor failed', () => provider.load());
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return;
  }
  const delivered = kind === 'flag' ? set.flags : (set.segments ?? {});
  const reported = (set.problems ?? []).some((each) => each.key === 'damaged' && (each.kind ?? 'flag') === kind);
  assert.ok(
    reported || Object.hasOwn(delivered, 'damaged'),
    `a ${kind} that cannot be read is missing from what load() delivers, and from its problems of that kind`,
  );
}

/** Repeats a check until it passes or three seconds are over, because sources take a moment to notice a change. */
async function repeated(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + NOTICE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await setImmediate();
    }
  }
}

const NOTICE_MS = 3000;
