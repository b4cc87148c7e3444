import { connect, createServer, type Server } from 'node:net';

const MAX_PATH = 100; // bytes that fit in a socket address on every system; a longer path may be truncated silently

/**
 * A socket that accepts connections as long as its process lives, even if the process is busy or suspended: the kernel
 * accepts them, also from other containers, and closes the socket with the process.
 */
export class LivenessSocket {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @returns `undefined` if the socket cannot be created, as in some shared folders */
  static async open(path: string): Promise<LivenessSocket | undefined> {
    if (Buffer.byteLength(path) > MAX_PATH) return undefined;
    const server = createServer((socket) => socket.destroy()).unref();
    return await new Promise((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen({ path, exclusive: true }, () => resolve(new LivenessSocket(server))); // not by a cluster's primary
    });
  }

  /** Closes the socket and removes its file. */
  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Returns the path of the socket for a folder and the id of a claim. */
export function livenessSocketPath(folder: string, id: string): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\feature-flags-${id}` : `${folder}/lock.${id}.sock`;
}

/** Whether a process listens on the socket; `undefined` if that cannot be determined. */
export async function acceptsConnections(path: string): Promise<boolean | undefined> {
  if (Buffer.byteLength(path) > MAX_PATH) return undefined;
  return await new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EAGAIN')
        resolve(true); // too many connections are waiting for a suspended process
      else if (code === 'ECONNREFUSED' || (code === 'ENOENT' && process.platform === 'win32')) resolve(false);
      else resolve(undefined);
    });
  });
}
