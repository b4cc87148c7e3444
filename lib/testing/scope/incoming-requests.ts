import { subscribe, unsubscribe, type ChannelListener } from 'node:diagnostics_channel';

/** Calls a function for each HTTP request that a server of this process receives, before any of its handlers. */
export class IncomingRequests {
  readonly #enter: (request: object) => void;

  constructor(enter: (request: object) => void) {
    this.#enter = enter;
  }

  start(): void {
    subscribe(RECEIVED, this.#received);
  }

  stop(): void {
    unsubscribe(RECEIVED, this.#received);
  }

  readonly #received: ChannelListener = (message) => {
    this.#enter((message as { readonly request: object }).request);
  };
}

const RECEIVED = 'http.server.request.start';
