import type { HttpAnswer, HttpApp } from '../../support/http-app.js';
import type { HostileHost } from './hostile-host.js';

/** What is compared between hosts: the rest of the headers belongs to the application. */
const HEADERS = ['content-type', 'cache-control', 'location'];
const CONTEXT = JSON.stringify({ context: { targetingKey: 'visitor-1' } });

/** An answer without what may differ between applications. */
export interface ComparedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | null>>;
  /** The parsed JSON. */
  readonly body: unknown;
}

/** The routes of the protocol in one application. */
export class HostedRoutes {
  constructor(
    private readonly app: HttpApp,
    private readonly host: HostileHost,
  ) {}

  single(key: string, body = CONTEXT): Promise<HttpAnswer> {
    return this.#post(`/evaluate/flags/${encodeURIComponent(key)}`, body);
  }

  bulk(headers: Readonly<Record<string, string>> = {}, body = CONTEXT): Promise<HttpAnswer> {
    return this.#post('/evaluate/flags', body, headers);
  }

  /** The data of the first event after a change. */
  async eventAfter(change: () => Promise<unknown>): Promise<unknown> {
    const abort = new AbortController();
    const response = await this.app.open(`${this.#base}/events`, {
      headers: { accept: 'text/event-stream', ...this.host.headers },
      signal: abort.signal,
    });
    if (response.body === null || response.status !== 200) throw new Error(`The stream answered ${response.status}`);
    await change();
    try {
      return await firstEvent(response.body);
    } finally {
      abort.abort();
    }
  }

  #post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    return this.app.ask(this.#base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip', ...this.host.headers, ...headers },
      body,
    });
  }

  get #base(): string {
    return `${this.host.prefix ?? ''}/ofrep/v1`;
  }
}

export function compared({ status, headers, text }: HttpAnswer): ComparedAnswer {
  return {
    status,
    headers: Object.fromEntries(HEADERS.map((name) => [name, headers.get(name)])),
    body: JSON.parse(text),
  };
}

async function firstEvent(stream: ReadableStream<Uint8Array>): Promise<unknown> {
  let text = '';
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk);
    const [, data] = /^data: ?(.+)$/m.exec(text) ?? [];
    if (data !== undefined && text.includes('\n\n')) return JSON.parse(data);
  }
  throw new Error('The stream ended without an event.');
}
