import { connect, type Socket } from 'node:net';
import { ByteFlow, type FlowSurroundings } from './byte-flow.js';
import type { NetworkFault } from './network-fault.js';

/** One connection through the proxy. The end of one side is forwarded to the other, as far as the network allows. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #toClient: ByteFlow;

  /** @param closed called when the client is gone */
  constructor(client: Socket, port: number, around: Omit<FlowSurroundings, 'direction'>, closed: () => void) {
    this.#client = client.setNoDelay();
    this.#server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    ByteFlow.begin(client, this.#server, { ...around, direction: 'to_server' });
    this.#toClient = ByteFlow.begin(this.#server, client, { ...around, direction: 'to_client' });
    client.on('close', () => {
      this.#server.destroy();
      closed();
    });
    this.apply(around.fault());
  }

  /** Does what a fault does to a connection when it begins. */
  apply(fault: NetworkFault | undefined): void {
    if (fault?.kind === 'cut') this.reset();
    if (fault?.kind === 'half_close') this.#halfClose(fault.notified);
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  #halfClose(notified: 'client' | 'server'): void {
    this.#toClient.silence();
    if (notified === 'client') this.#client.end();
    else this.#server.end();
  }
}
