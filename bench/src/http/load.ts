import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { REQUEST } from './exchange.js';

/** Each has one request under way at a time. */
const CONNECTIONS = 32;

/** Place and code of the first digit of the status in `HTTP/1.1 200`. */
const STATUS_AT = 9;
const SUCCESS = '2'.charCodeAt(0);

/**
 * Keeps a server busy with the least work of its own, so that the server is the limit: a reply that was verified before
 * is known again by its status and its length.
 */
export class Load {
  readonly #sockets: readonly Socket[];
  readonly #replyBytes: number;

  private constructor(sockets: readonly Socket[], replyBytes: number) {
    this.#sockets = sockets;
    this.#replyBytes = replyBytes;
  }

  /** @param replyBytes of every reply, head included */
  static async open(port: number, replyBytes: number): Promise<Load> {
    const sockets = Array.from({ length: CONNECTIONS }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    return new Load(sockets, replyBytes);
  }

  /**
   * Asks for as long, and waits for the last answers.
   *
   * @throws when a reply is not what was verified, or a connection breaks
   */
  async run(seconds: number): Promise<{ readonly requests: number; readonly seconds: number }> {
    const start = performance.now();
    const end = start + seconds * 1000;
    const requests = await Promise.all(this.#sockets.map((socket) => this.#ask(socket, end)));
    return { requests: requests.reduce((sum, each) => sum + each, 0), seconds: (performance.now() - start) / 1000 };
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** @returns how many replies came */
  #ask(socket: Socket, end: number): Promise<number> {
    return new Promise((resolve, reject) => {
      let replies = 0;
      let received = 0;
      const settle = (done: () => void) => {
        socket.off('data', read).off('error', fail).off('close', hangUp);
        done();
      };
      const fail = (error: Error) => settle(() => reject(error));
      const hangUp = () => fail(new Error('The server hung up under load.'));
      const read = (chunk: Buffer) => {
        if (received === 0 && chunk[STATUS_AT] !== SUCCESS) fail(new Error(`Under load: ${chunk.toString('latin1')}`));
        received += chunk.length;
        if (received < this.#replyBytes) return;
        if (received > this.#replyBytes) fail(new Error('A reply under load is longer than the verified one.'));
        received = 0;
        replies += 1;
        if (performance.now() < end) socket.write(REQUEST);
        else settle(() => resolve(replies));
      };
      socket.on('data', read).on('error', fail).on('close', hangUp);
      socket.write(REQUEST);
    });
  }
}
