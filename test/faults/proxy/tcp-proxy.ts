import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Direction, NetworkFault } from './network-fault.js';
import { ProxiedConnection } from './proxied-connection.js';

/** A network of one's own between a client and a server of this machine: it can be broken, and counts what it carries. */
export class TcpProxy {
  #target: number;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #carried: Record<Direction, number> = { to_server: 0, to_client: 0 };
  #fault: NetworkFault | undefined;
  #port = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const connection: ProxiedConnection = new ProxiedConnection(
        client,
        this.#target,
        {
          fault: () => this.#fault,
          carried: (direction, bytes) => (this.#carried[direction] += bytes),
        },
        () => this.#connections.delete(connection),
      );
      this.#connections.add(connection);
    });
  }

  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Bytes that have arrived since the start. */
  carried(direction: Direction): number {
    return this.#carried[direction];
  }

  /** Breaks the network for the connections that there are and for new ones. */
  async begin(fault: NetworkFault): Promise<void> {
    this.#fault = fault;
    const refused = fault.kind === 'cut' ? this.#refuse() : undefined;
    for (const connection of this.#connections) connection.apply(fault);
    await refused;
  }

  /** Ends the fault for new connections; those that have lost data stay as they are. */
  async end(): Promise<void> {
    this.#fault = undefined;
    if (!this.#server.listening) await this.#listen();
  }

  /** Connects new connections to another server. Existing ones are not moved. */
  leadTo(target: number): void {
    this.#target = target;
  }

  async close(): Promise<void> {
    const refused = this.#refuse();
    for (const connection of this.#connections) connection.reset();
    await refused;
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when nobody is connected any more. */
  async #refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}
