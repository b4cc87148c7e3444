import { once } from 'node:events';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OwnPoolConnection } from '../../lib/postgres/connection/own-pool-connection.js';
import type { ClientSettings } from '../../lib/postgres/connection/pg-client.js';
import { certificateIn } from '../support/certificate.js';
import { describeIf, describeWithProgram } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { postgresFolder, PostgresServer } from '../support/postgres-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { postgresStatements, statement } from './support/statements.js';

/** The message with which a client asks for TLS. */
const SSL_REQUEST = '0000000804d2162f';

const isEncrypted = statement('SELECT ssl AS "isEncrypted" FROM pg_stat_ssl WHERE pid = pg_backend_pid()');

describeIf(postgresFolder() !== undefined, 'PostgreSQL', 'PostgresStore', () =>
  describeWithProgram('openssl', 'over TLS', () => {
    const open = postgresStatements();
    let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
    let server: PostgresServer;
    let ca: string;
    let caPath: string;

    beforeAll(async () => {
      folder = await temporaryDirectory();
      const certificate = await certificateIn(folder.path);
      ca = certificate.certificate;
      caPath = certificate.certificatePath;
      server = await PostgresServer.start(postgresFolder() ?? '', {}, certificate);
    });

    afterAll(async () => {
      await server.stop();
      await folder.remove();
    });

    const connect = (settings: Omit<ClientSettings, 'timeout'>) =>
      open(new OwnPoolConnection({ ...settings, timeout: 2000 }));
    const url = () => server.url({ host: 'localhost' });

    it('connects with the certificate among the options of the client', async () => {
      const statements = connect({ url: url(), clientOptions: { ssl: { ca } } });
      await expect(statements.run(isEncrypted)).resolves.toStrictEqual([{ isEncrypted: true }]);
    });

    it('connects with the certificate that the URL names', async () => {
      const statements = connect({ url: `${url()}?sslmode=verify-full&sslrootcert=${caPath}` });
      await expect(statements.run(isEncrypted)).resolves.toStrictEqual([{ isEncrypted: true }]);
    });

    it('encrypts the request to cancel a statement', async () => {
      const proxy = await openingRecorder(server.port);
      try {
        const statements = connect({
          url: server.url({ host: 'localhost', port: proxy.port }),
          clientOptions: { ssl: { ca } },
        });
        await statements.run(isEncrypted);
        await expect(statements.run(statement('SELECT pg_sleep(60)'), 100)).rejects.toThrow('no answer within');
        await eventually(async () => {
          const text = "SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'";
          expect(await server.query(text)).toHaveLength(0);
        });
        expect(proxy.openings).toStrictEqual([SSL_REQUEST, SSL_REQUEST]);
      } finally {
        proxy.close();
      }
    });

    it('rejects a server with an untrusted certificate', async () => {
      const statements = connect({ url: url(), clientOptions: { ssl: true } });
      await expect(statements.run(isEncrypted)).rejects.toThrow(/not available: self[- ]signed certificate/);
    });

    it('rejects a server with a certificate for another host', async () => {
      const statements = connect({ url: server.url(), clientOptions: { ssl: { ca } } });
      await expect(statements.run(isEncrypted)).rejects.toThrow("does not match certificate's altnames");
    });
  }),
);

/** A proxy that records the first eight bytes of each connection, which name the kind of its first message. */
async function openingRecorder(port: number) {
  const openings: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connectTo(port, '127.0.0.1');
    client.once('data', (data) => openings.push(data.subarray(0, 8).toString('hex')));
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {}); // the other end closes too
    }
    client.pipe(server).pipe(client);
  });
  proxy.listen(0, 'localhost');
  await once(proxy, 'listening');
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    openings,
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
