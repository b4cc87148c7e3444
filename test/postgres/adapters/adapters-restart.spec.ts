import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/index.js';
import { migratePostgres, PostgresStore } from '../../../lib/postgres/index.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { accessOf, libraries } from './support/adapters.js';

describeWithPostgres('Instances over', (running) => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });

  describe.each(libraries)('$title', ({ connect }) => {
    async function instance(): Promise<FlagManager> {
      const url = running().url();
      const library = await connect(url);
      open.push(library.close);
      const store = new PostgresStore({ ...accessOf(library, url), timeout: '1s' });
      const flags = await FlagManager.create({ store, storePoll: '1h', logger: new RecordingLogger() });
      open.push(() => flags.close());
      return flags;
    }

    it('receive changes of each other again after the server was killed', async () => {
      await migratePostgres(running().url());
      const [one, other] = [await instance(), await instance()];
      await one.saveFlag('sale', true);
      await eventually(() => expect(other.isEnabled('sale')).toBe(true));
      await running().restart();
      await eventually(() => one.saveFlag('sale', false), 20_000);
      await eventually(
        () => expect([other.isEnabled('sale'), other.status().state]).toStrictEqual([false, 'ready']),
        20_000,
      );
      await one.saveFlag('sale', true); // announced over the new connection
      await eventually(() => expect(other.isEnabled('sale')).toBe(true));
    });
  });
});
