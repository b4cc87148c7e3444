import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { migratePostgres, PostgresStore } from '../../lib/postgres/index.js';
import { RedisStore } from '../../lib/redis/redis.store.js';
import { FileStore } from '../../lib/store/file/file.store.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { redisServer } from '../support/servers.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { expectSavedFlags } from './saved-flags.js';

describe('A saved flag', () => {
  it('keeps every member of its definition in a MemoryStore', async () => {
    const store = new MemoryStore();
    await expectSavedFlags(() => store);
  });

  it('keeps every member of its definition in a FileStore', async () => {
    const { path, remove } = await temporaryDirectory();
    await expectSavedFlags(() => new FileStore(join(path, 'flags')));
    await remove();
  });

  describeWithPostgres('in Postgres', (running) => {
    it('keeps every member of its definition', async () => {
      const url = running().url();
      await migratePostgres(url);
      await expectSavedFlags(() => new PostgresStore({ url }));
    });
  });

  describeWithServer(redisServer, 'in Redis', (running) => {
    it('keeps every member of its definition', async () => {
      await expectSavedFlags(() => new RedisStore({ url: `redis://localhost:${running().port}` }));
    });
  });
});
