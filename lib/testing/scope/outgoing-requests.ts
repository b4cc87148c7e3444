import { subscribe, unsubscribe, type ChannelListener } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { isLoopback } from './is-loopback.js';

/** Returns the header to add to the requests of the code that runs now. */
export type HeaderSource = () => { readonly name: string; readonly value: string } | undefined;

/** An undici request, of which `fetch` sends one for each call; see the channel `undici:request:create`. */
interface UndiciRequest {
  readonly origin?: string | URL | undefined;
  addHeader?(name: string, value: string): unknown;
}

/**
 * Adds a header to the requests that this process sends to itself, with `node:http`, `node:https`, `fetch` or undici.
 * Requests to other machines are unchanged.
 */
export class OutgoingRequests {
  readonly #header: HeaderSource;
  #restore: (() => void) | undefined;

  constructor(header: HeaderSource) {
    this.#header = header;
  }

  start(): void {
    subscribe('undici:request:create', this.#addToUndici);
    if (publishesCreatedRequests()) subscribe(CREATED, this.#addToCreated);
    else this.#restore = beforeHeaders((request) => this.#add(request));
  }

  stop(): void {
    unsubscribe('undici:request:create', this.#addToUndici);
    unsubscribe(CREATED, this.#addToCreated);
    this.#restore?.();
    this.#restore = undefined;
  }

  readonly #addToCreated: ChannelListener = (message) => {
    const { request } = message as { readonly request: ClientRequest };
    if (!request.headersSent) this.#add(request);
  };

  readonly #addToUndici: ChannelListener = (message) => {
    const { request } = message as { readonly request: UndiciRequest };
    if (request.origin === undefined || !isLoopback(new URL(request.origin).hostname)) return;
    const header = this.#header();
    if (header !== undefined) request.addHeader?.(header.name, header.value);
  };

  #add(request: ClientRequest): void {
    const { socketPath } = request as { readonly socketPath?: unknown }; // a Unix socket
    if (typeof socketPath !== 'string' && !isLoopback(request.host)) return;
    const header = this.#header();
    if (header !== undefined) request.setHeader(header.name, header.value);
  }
}

const CREATED = 'http.client.request.created';

/** Whether this release of Node publishes on the channel {@link CREATED}; Node 20 does not. */
function publishesCreatedRequests(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

interface HeaderWriter {
  _implicitHeader: (this: ClientRequest) => void;
}

/**
 * Calls a function before a request writes its headers, on Node 20, where no channel does. The replaced method is not
 * documented, but Node 20 no longer changes.
 *
 * @returns a function that puts the original method back
 */
function beforeHeaders(change: (request: ClientRequest) => void): () => void {
  const prototype: HeaderWriter = ClientRequest.prototype as ClientRequest & HeaderWriter;
  const original = prototype._implicitHeader;
  prototype._implicitHeader = function () {
    change(this);
    original.call(this);
  };
  return () => {
    prototype._implicitHeader = original;
  };
}
