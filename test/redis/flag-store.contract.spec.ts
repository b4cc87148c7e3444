import { randomUUID } from 'node:crypto';
import { RedisStore } from '../../lib/redis/index.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { releases } from './support/clients.js';

const TIMEOUT = '300ms'; // so that a server that hangs is noticed while the contract waits

describeWithServer(redisServer, 'RedisStore', (running) => {
  flagStoreContract(contractRunner, 'with a connection of its own', () => {
    const prefix = randomUUID();
    const open = () => new RedisStore({ url: `redis://localhost:${running().port}`, prefix, timeout: TIMEOUT });
    return {
      store: open(),
      another: open,
      reopen: open,
      break: () => running().pause(),
      repair: () => running().resume(),
    };
  });

  for (const { release, create } of releases) {
    flagStoreContract(contractRunner, `with the client of the application, of ${release}`, async () => {
      const prefix = randomUUID();
      const client = create({ url: `redis://localhost:${running().port}` });
      client.on('error', () => {}); // handled by the application
      await client.connect();
      const open = () => new RedisStore({ client, prefix, timeout: TIMEOUT });
      return {
        store: open(),
        another: open,
        reopen: open,
        break: () => running().pause(),
        repair: () => running().resume(),
        close: () => client.destroy(),
      };
    });
  }
});
