import { eventually } from '../../support/eventually.js';
import type { HttpApp, HttpRequest } from '../../support/http-app.js';

/** What a stream of server-sent events has sent. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A client that reads a stream of server-sent events like the `EventSource` of a browser. */
export class EventClient {
  readonly events: ReceivedEvent[] = [];
  /** The id that a client sends when it reconnects. */
  lastId: string | undefined;
  /** The lines that are comments. */
  heartbeats = 0;
  /** Whether the server has ended the stream. */
  isEnded = false;
  readonly #abort = new AbortController();

  private constructor(readonly response: Response) {}

  static async open(app: HttpApp, path = '/ofrep/v1/events', request: HttpRequest = {}): Promise<EventClient> {
    const abort = new AbortController();
    const response = await app.open(path, { ...request, signal: abort.signal });
    const client = new EventClient(response);
    client.#abort.signal.addEventListener('abort', () => abort.abort());
    if (response.status === 200) void client.#read();
    return client;
  }

  /** Waits for a number of events in total. */
  async received(count: number): Promise<readonly ReceivedEvent[]> {
    return await eventually(() => {
      if (this.events.length < count) throw new Error(`${this.events.length} of ${count} events were received`);
      return this.events;
    });
  }

  async connected(): Promise<void> {
    await eventually(() => {
      if (this.lastId === undefined) throw new Error('the stream has not sent an id');
    });
  }

  async ended(): Promise<void> {
    await eventually(() => {
      if (!this.isEnded) throw new Error('the stream has not ended');
    });
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of this.response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) this.#take(message);
      }
    } catch {
      // aborted, or cut by the server
    }
    this.isEnded = true;
  }

  #take(message: string): void {
    let data: string | undefined;
    for (const line of message.split('\n')) {
      if (line.startsWith(':')) this.heartbeats++;
      if (line.startsWith('id: ')) this.lastId = line.slice(4);
      if (line.startsWith('data: ')) data = line.slice(6);
    }
    if (data !== undefined) this.events.push({ id: this.lastId, data: JSON.parse(data) });
  }
}
