import { describe, expect, it } from '@jest/globals';
import { FileStore, MemoryStore, type FlagStore } from '../../lib/index.js';
import { PostgresStore } from '../../lib/postgres/index.js';
import { RedisStore } from '../../lib/redis/index.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const has = (store: FlagStore, ...names: (keyof FlagStore)[]) => names.every((name) => store[name] !== undefined);

/** Whether a store has the ability, in the order of the table. */
const abilities: readonly ((store: FlagStore) => boolean)[] = [
  (store) => store.isLocal !== true,
  (store) => has(store, 'watch'),
  (store) => has(store, 'readSticky', 'writeSticky'),
  (store) => has(store, 'addUsage', 'readUsage'),
  (store) => has(store, 'lease'),
  (store) => has(store, 'now'),
];

describe('The page on choosing a store', () => {
  it('lists the abilities of every store', async () => {
    const folder = await temporaryDirectory();
    const stores: FlagStore[] = [
      new MemoryStore(),
      new FileStore(folder.path),
      new RedisStore({ url: 'redis://127.0.0.1:1' }),
      new PostgresStore({ url: 'postgres://127.0.0.1:1/shop' }),
    ];
    const rows = tableRows(page('docs/guide/choosing-a-store.md').text, 'Ability');
    expect(rows.map(([, ...cells]) => cells)).toStrictEqual(
      abilities.map((hasAbility) => stores.map((store) => (hasAbility(store) ? 'yes' : 'no'))),
    );
    for (const store of stores) await store.close?.();
    await folder.remove();
  });
});
