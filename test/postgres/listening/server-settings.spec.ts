import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingListener } from '../../support/recording-listener.js';
import { watches } from '../support/watches.js';

describeWithPostgres(
  'A server whose synchronous standby is missing, and that is read-only by default',
  (running) => {
    const open = watches();

    it('is listened to without waiting for the standby', async () => {
      const listener = new RecordingListener();
      await open({ pool: running().pool(), url: running().url(), channel: randomUUID() }).watch(listener);
      expect(listener.outages).toStrictEqual([]);
    });
  },
  { synchronous_standby_names: 'missing', default_transaction_read_only: 'on' },
);
