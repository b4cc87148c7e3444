import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OwnPoolConnection } from '../../lib/postgres/connection/own-pool-connection.js';
import type { ClientSettings } from '../../lib/postgres/connection/pg-client.js';
import { certificateIn } from '../support/certificate.js';
import { describeIf, describeWithProgram } from '../support/describe-with-server.js';
import { postgresFolder, PostgresServer } from '../support/postgres-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { postgresStatements, statement } from './support/statements.js';

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
