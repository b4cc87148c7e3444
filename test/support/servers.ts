import type { ServerCommand } from './server-process.js';

export const redisServer: ServerCommand = {
  command: 'redis-server',
  args: (port) => ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
  greeting: { ask: 'PING', answer: '+PONG' },
};

export const natsServer: ServerCommand = {
  command: 'nats-server',
  args: (port) => ['--addr', '127.0.0.1', '--port', `${port}`],
  greeting: { ask: 'PING', answer: 'INFO' }, // it sends a greeting first
};

export const memcachedServer: ServerCommand = {
  command: 'memcached',
  args: (port) => ['-l', '127.0.0.1', '-p', `${port}`, '-U', '0', ...(process.getuid?.() === 0 ? ['-u', 'root'] : [])],
  greeting: { ask: 'version', answer: 'VERSION' },
};
