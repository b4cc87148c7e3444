import type { ServerCommand } from './server-process.js';
import { redisServer } from './servers.js';

/** A server that still has everything after a crash. */
export function durableRedisServer(directory: string): ServerCommand {
  return {
    ...redisServer,
    args: (port) => [...plain(port), '--dir', directory, '--appendonly', 'yes', '--appendfsync', 'always'],
  };
}

/** A server that also listens with TLS, on a port of its own. */
export function tlsRedisServer(tlsPort: number, certificate: string, key: string): ServerCommand {
  const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
  return {
    ...redisServer,
    args: (port) => [...redisServer.args(port), '--tls-port', `${tlsPort}`, '--tls-auth-clients', 'no', ...files],
  };
}

/** A node of a Cluster. The usual port of its bus, 10,000 higher, may be none. */
export function clusterRedisServer(directory: string, busPort: number): ServerCommand {
  return {
    ...redisServer,
    args: (port) => {
      const cluster = ['--dir', directory, '--cluster-enabled', 'yes', '--cluster-port', `${busPort}`];
      return [...redisServer.args(port), ...cluster];
    },
  };
}

function plain(port: number): readonly string[] {
  return ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''];
}
