import { randomUUID } from 'node:crypto';
import { parseFlag } from '../../../dist/engine/parse/parse-flag.js';
import type { FlagDefinition } from '../../../dist/index.js';
import { chainedEntries, type UnchainedEntry } from '../../../dist/store/audit/audit-chain.js';
import { AuditKeys } from '../../../dist/store/audit/audit-keys.js';
import { START } from '../../../dist/store/flag-store.js';
import { NO_DOCUMENTS } from '../../../dist/store/audit/state-digest.js';
import type { StoreAddress } from '../stores/store-address.js';
import { openStore } from './open-store.js';

const AT_ONCE = 500;

/** Fills an empty store with flags as large teams have them. */
export async function seedFlags(address: StoreAddress, count: number): Promise<void> {
  const store = openStore(address);
  try {
    let last = START;
    let end = { hash: '', digest: NO_DOCUMENTS };
    for (let from = 1; from <= count; from += AT_ONCE) {
      const created = Array.from({ length: Math.min(AT_ONCE, count + 1 - from) }, (_, i) => creation(from + i));
      const entries = chainedEntries(created, end, AuditKeys.NONE);
      if (!(await store.append(entries, last))) throw new Error('Somebody else is writing to the store.');
      last = entries.at(-1) ?? last;
      end = { hash: entries.at(-1)?.hash ?? end.hash, digest: end.digest.after(created) };
    }
  } finally {
    await store.close?.();
  }
}

function creation(version: number): UnchainedEntry {
  const key = `team-${version % 40}.feature-${version}`;
  const flag = parseFlag(key, { ...definitionOf(version), description: `What feature ${version} is for` });
  const after = { ...flag, version };
  const time = new Date().toISOString();
  return {
    id: randomUUID(),
    version,
    time,
    actor: 'seed',
    action: 'flag_created',
    key,
    before: null,
    after,
    origin: 'api',
  };
}

/** Of four flags, one is a switch, one is for some users, one for a share of them, and one has a rule as well. */
function definitionOf(i: number): Exclude<FlagDefinition, boolean> {
  const kinds = [
    { type: 'boolean', enabled: i % 8 === 0 },
    { type: 'user_list', users: [`user-${i}`, `user-${i + 1}`] },
    { type: 'percentage', percentage: i % 101 },
    { type: 'percentage', percentage: i % 101, rules: [{ id: 'staff', when: STAFF, serve: true }] },
  ] as const;
  return kinds[i % 4] ?? kinds[0];
}

const STAFF = { attribute: 'plan', op: 'equals', value: 'staff' } as const;
