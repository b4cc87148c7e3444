import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy of a local server that can fall silent: bytes are lost, and neither side is notified. */
export class SilentProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #target: number;
  #isSilent = false;
  #silences = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((socket) => {
      const onward = connect(this.#target, '127.0.0.1');
      this.#pass(socket, onward);
      this.#pass(onward, socket);
    });
  }

  static async start(target: number): Promise<SilentProxy> {
    const proxy = new SilentProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** From now on nothing gets through, on connections that are open and on new ones. */
  hush(): void {
    this.#isSilent = true;
    this.#silences++;
  }

  /** New connections work again; what went silent stays so. */
  speak(): void {
    this.#isSilent = false;
  }

  /** New connections lead to another server of this machine; open ones stay. */
  redirect(target: number): void {
    this.#target = target;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #pass(from: Socket, to: Socket): void {
    const silences = this.#isSilent ? -1 : this.#silences;
    const isCut = () => silences !== this.#silences;
    this.#sockets.add(from);
    from.on('data', (data) => {
      if (!isCut()) to.write(data);
    });
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!isCut()) to.destroy();
    });
  }
}
