import type { StickyDocument } from '../../../dist/core.js';
import { seededRandom } from '../../crash/seeded-random.mjs';
import type { StoreAddress } from '../stores/store-address.js';
import { openStore } from './open-store.js';

export interface StickyLoad {
  readonly writes: number;
  readonly seed: number;
}

const USERS = 200;
const AT_ONCE = 100;
const FLAGS = ['checkout', 'search'] as const;

/** Stores variants of random users, in random order. @returns what failed */
export async function writeSticky(address: StoreAddress, { writes, seed }: StickyLoad): Promise<readonly string[]> {
  const random = seededRandom(seed + 1);
  const store = openStore(address);
  const failed: string[] = [];
  for (let i = 0; i < writes; i++) {
    const documents = Array.from({ length: AT_ONCE }, () => documentOf(random, `${seed}.${i}`));
    try {
      const stored = (await store.writeSticky?.(documents)) ?? [];
      if (stored.length !== AT_ONCE) failed.push(`write ${i}: ${stored.length} answers`);
    } catch (error) {
      failed.push(`write ${i}: ${String(error)}`);
    }
  }
  await store.close?.();
  return failed;
}

/** The variant of any user; a higher version replaces what an earlier write has stored. */
function documentOf(random: () => number, variant: string): StickyDocument {
  const unit = `userId:user-${Math.floor(random() * USERS)}`;
  const flag = FLAGS[Math.floor(random() * FLAGS.length)] ?? 'checkout';
  return { unit, flag, assignment: { variant, version: 1 + Math.floor(random() * 3) } };
}
