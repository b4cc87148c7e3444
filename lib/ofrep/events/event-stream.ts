import type { ServerResponse } from 'node:http';
import { keepPrivate } from '../http/ofrep-reply.js';
import { isFastifyReply, type OfrepResponse } from '../http/ofrep-request.js';

/** Bytes that may wait for a slow reader, beyond what the operating system buffers. */
const MAX_WAITING = 16_384;

/** How long a reader may take to receive the rest of a stream that ends. */
const END_MS = 250;

/** How long a client waits before it reconnects. */
const RETRY_MS = 5000;

/** One connection on which events are sent to a client. */
export class EventStream {
  readonly #response: ServerResponse;

  /** Starts the stream. Headers that were set before, such as those for CORS, are kept. */
  constructor(response: OfrepResponse, httpVersion: number) {
    const headers = isFastifyReply(response) ? response.getHeaders() : {};
    this.#response = isFastifyReply(response) ? response.raw : response;
    if (isFastifyReply(response)) response.hijack();
    keepPrivate(this.#response, 'private, no-store, no-transform');
    this.#response.writeHead(200, {
      ...headers,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'X-Accel-Buffering': 'no', // nginx would hold events back
      ...(httpVersion === 1 ? { Connection: 'close' } : undefined), // so that the server need not wait for the next request
    });
    this.#response.flushHeaders();
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Calls back once when the connection has ended, on either side. */
  onEnd(listener: () => void): void {
    if (this.#response.destroyed) listener();
    else this.#response.once('close', listener);
  }

  /** Sets the id that the client sends when it reconnects, without an event. */
  sendId(id: string): void {
    this.#write(`id: ${id}\n\n`);
  }

  /** Sends an event with JSON data. */
  sendEvent(id: string, data: object): void {
    this.#write(`id: ${id}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Keeps proxies from closing an idle connection. */
  sendHeartbeat(): void {
    this.#write(':\n\n');
  }

  /** Ends the stream; a client reconnects later. */
  end(): void {
    const { socket } = this.#response;
    const timer = setTimeout(() => this.#response.destroy(), END_MS).unref();
    this.#response.end(() => {
      clearTimeout(timer);
      socket?.end();
    });
  }

  /** Drops a reader that does not keep up; it reconnects and receives the latest state. */
  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    if (this.#response.writableLength > MAX_WAITING) this.#response.destroy();
    else this.#response.write(text);
  }
}
