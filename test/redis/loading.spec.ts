import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { RedisStore } from '../../lib/redis/index.js';
import { describeWithProgram } from '../support/describe-with-server.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { ServerProcess, type ServerCommand } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { redisClients } from './support/clients.js';

const KEYS = 10;
/** Of each key, in microseconds. */
const DELAY = 100_000;

describeWithProgram('redis-server', 'A Redis that still loads its data', () => {
  const connect = redisClients();
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let server: ServerProcess | undefined;
  beforeEach(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(async () => {
    await server?.stop();
    await folder.remove();
  });

  const command = (answer: string, ...options: string[]): ServerCommand => ({
    command: 'redis-server',
    args: (port) => ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder.path, '--save', '', ...options],
    greeting: { ask: 'PING', answer },
  });

  /** A server that needs a second for its data, among which is a kill switch. */
  async function loading(): Promise<ServerProcess> {
    server = await ServerProcess.start(command('+PONG', '--rdbcompression', 'no'));
    const url = `redis://localhost:${server.port}`;
    const writer = await FlagManager.create({ store: new RedisStore({ url }), logger: new RecordingLogger() });
    await writer.disable('checkout', { actor: 'ops' });
    await writer.close();
    const admin = await connect(url);
    for (let i = 0; i < KEYS; i++) await admin.set(`other-${i}`, randomBytes(1500).toString('base64'));
    await admin.sendCommand(['SAVE']);
    await server.stop();
    const slowly = ['--key-load-delay', `${DELAY}`, '--loading-process-events-interval-bytes', '1024'];
    return (server = await ServerProcess.start(command('-LOADING', ...slowly)));
  }

  it('delays the boot while it loads its data, and is then read', async () => {
    const { port } = await loading();
    const flags = await FlagManager.create({
      store: new RedisStore({ url: `redis://localhost:${port}` }),
      initialFlags: { checkout: true },
      bootTimeout: '30s',
      logger: new RecordingLogger(),
    });
    try {
      expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'ready']);
    } finally {
      await flags.close();
    }
  });
});
