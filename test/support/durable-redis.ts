import { afterEach, beforeEach } from '@jest/globals';
import { durableRedisServer } from './redis-servers.js';
import { ServerProcess } from './server-process.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Starts a Redis server for each test of the block, which still has everything after it was killed. @returns it */
export function durableRedis(): () => ServerProcess {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>> | undefined;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    folder = await temporaryDirectory();
    server = await ServerProcess.start(durableRedisServer(folder.path));
  });

  afterEach(async () => {
    await server?.stop(); // it may not have started
    await folder?.remove();
    server = undefined;
    folder = undefined;
  });

  return () => {
    if (server === undefined) throw new Error('The Redis server has not started.');
    return server;
  };
}
