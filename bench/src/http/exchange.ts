import { once } from 'node:events';
import { connect } from 'node:net';

/** Every request of the suite, byte by byte. */
export const REQUEST = Buffer.from('GET /checkout HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n');

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Of the whole reply, head included. */
  readonly bytes: number;
}

/** Asks once, over a connection of its own. */
export async function exchange(port: number): Promise<Reply> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(REQUEST);
    let received = '';
    for await (const chunk of socket) {
      received += (chunk as Buffer).toString('latin1');
      const reply = replyOf(received);
      if (reply !== undefined) return reply;
    }
    throw new Error(`The server hung up after ${received.length} bytes.`);
  } finally {
    socket.destroy();
  }
}

/** `undefined` until it is whole. */
function replyOf(received: string): Reply | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = received.slice(0, headEnd);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (status === undefined || length === undefined) throw new Error(`Not a reply with a length: ${head}`);
  const bytes = headEnd + 4 + Number(length);
  if (received.length < bytes) return undefined;
  return { status: Number(status), body: received.slice(headEnd + 4, bytes), bytes };
}
