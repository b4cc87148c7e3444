import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** A request and its response, as they were on the wire, with the body of the response decompressed. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestBody: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** When the request arrived, in milliseconds of a monotonic clock. */
  readonly at: number;
}

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  deflate: inflateSync,
  gzip: gunzipSync,
};

/**
 * A proxy that records the exchanges of real clients. Its URL stays the same while the server behind it is replaced; a
 * request without a server ends as if the connection failed.
 */
export class RecordingProxy {
  readonly #exchanges: Exchange[] = [];
  readonly #open = new Set<{ readonly path: string; readonly chunks: readonly Buffer[] }>();
  readonly #server = createServer((incoming, outgoing) => {
    this.#forward(incoming, outgoing).catch(() => outgoing.destroy());
  });
  #target: string | undefined;

  private constructor() {}

  static async start(): Promise<RecordingProxy> {
    const proxy = new RecordingProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The exchanges so far; a stream is recorded when it ends. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** What was sent so far in each response that has not ended, such as an event stream, whose path ends like this. */
  openBodies(path: string): readonly string[] {
    return [...this.#open]
      .filter((each) => each.path.endsWith(path))
      .map(({ chunks }) => String(Buffer.concat(chunks)));
  }

  /** @param url the server that receives the requests from now on; `undefined` if there is none */
  setTarget(url: string | undefined): void {
    this.#target = url;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = performance.now();
    if (this.#target === undefined) return void outgoing.destroy();
    const { method = 'GET', url: path = '/', headers: requestHeaders } = incoming;
    const requestBody = await buffer(incoming);
    const upstream = request(new URL(path, this.#target), { method, headers: requestHeaders });
    outgoing.once('close', () => upstream.destroy());
    upstream.end(requestBody);

    const [response]: IncomingMessage[] = await once(upstream, 'response');
    if (response === undefined) throw new Error('There is no response.');
    const { statusCode: status = 0, headers } = response;
    const chunks: Buffer[] = [];
    const open = { path, chunks };
    this.#open.add(open);
    outgoing.writeHead(status, response.rawHeaders);
    outgoing.flushHeaders(); // an event stream may not send anything else for a while
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      outgoing.write(chunk);
    });
    response.once('close', () => {
      this.#open.delete(open);
      const body = decoded(Buffer.concat(chunks), headers['content-encoding']);
      this.#exchanges.push({
        method,
        path,
        requestHeaders,
        requestBody: String(requestBody),
        status,
        headers,
        body,
        at,
      });
      if (response.complete) outgoing.end();
      else outgoing.destroy();
    });
  }
}

function decoded(body: Buffer, encoding: string | undefined): string {
  const decode = DECODERS[encoding ?? ''];
  return String(decode === undefined || body.length === 0 ? body : decode(body));
}
