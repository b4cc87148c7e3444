import type { ServerCommand } from './server-process.js';

export const redisServer: ServerCommand = {
  command: 'redis-server',
  args: (port) => ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
  greeting: { ask: 'PING', answer: '+PONG' },
};

export const memcachedServer: ServerCommand = {
  command: 'memcached',
  args: (port) => ['-l', '127.0.0.1', '-p', `${port}`, '-U', '0', ...(process.getuid?.() === 0 ? ['-u', 'root'] : [])],
  greeting: { ask: 'version', answer: 'VERSION' },
};
