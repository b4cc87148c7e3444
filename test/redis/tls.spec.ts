import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { certificateIn } from '../support/certificate.js';
import { describeWithProgram } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { tlsRedisServer } from '../support/redis-servers.js';
import { ServerProcess } from '../support/server-process.js';
import { redisServer } from '../support/servers.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { positionOf, RecordingListener } from '../support/recording-listener.js';
import { begun, freshKeys, redisStores } from './support/stores.js';

describeWithProgram(redisServer.command, 'Redis', () =>
  describeWithProgram('openssl', 'over TLS', () => {
    const open = redisStores();
    let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
    let server: ServerProcess;
    let url: string;
    let ca: string;

    beforeAll(async () => {
      folder = await temporaryDirectory();
      const { certificate, certificatePath, keyPath } = await certificateIn(folder.path);
      const port = await freePort();
      server = await ServerProcess.start(tlsRedisServer(port, certificatePath, keyPath));
      url = `rediss://localhost:${port}`;
      ca = certificate;
    });

    afterAll(async () => {
      await server.stop();
      await folder.remove();
    });

    it('keeps and announces changes, with the certificate among the options of the client', async () => {
      const store = open({ url, clientOptions: { socket: { tls: true, ca } }, prefix: freshKeys().prefix });
      const listener = new RecordingListener();
      const last = await begun(store);
      await store.watch(listener);
      const entries = entriesAfter(last, overridesSet(2));
      await expect(store.append(entries, last)).resolves.toBe(true);
      await eventually(() => expect(listener.announcements).toEqual([positionOf(entries)]));
    });

    it('rejects a server with an untrusted certificate', async () => {
      await expect(open({ url }).read()).rejects.toThrow(/not available: self[- ]signed certificate/);
    });
  }),
);
