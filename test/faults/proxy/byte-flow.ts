import type { Socket } from 'node:net';
import type { Direction, NetworkFault } from './network-fault.js';

/** What a flow has to know of the network around it. */
export interface FlowSurroundings {
  readonly direction: Direction;
  readonly fault: () => NetworkFault | undefined;
  readonly carried: (direction: Direction, bytes: number) => void;
}

/** One direction of a connection: carries bytes, and their end, as the network allows. */
export class ByteFlow {
  readonly #around: FlowSurroundings;
  readonly #underWay: { readonly arrive: () => void; readonly due: number }[] = [];
  #isSilent = false;

  private constructor(around: FlowSurroundings) {
    this.#around = around;
  }

  /** Carries everything from one socket to the other, from now on. */
  static begin(from: Socket, to: Socket, around: FlowSurroundings): ByteFlow {
    const flow = new ByteFlow(around);
    from.on('data', (chunk: Buffer) => flow.#carry(() => flow.#deliver(chunk, to)));
    from.on('end', () => flow.#carry(() => to.end()));
    from.on('error', () => flow.#carry(() => to.resetAndDestroy()));
    return flow;
  }

  /** The receiver no longer receives anything. */
  silence(): void {
    this.#isSilent = true;
  }

  #carry(arrive: () => void): void {
    const fault = this.#around.fault();
    if (fault?.kind === 'drop' && fault.directions.includes(this.#around.direction)) this.silence();
    const delay = fault?.kind === 'delay' ? fault.milliseconds : 0;
    const due = Math.max(performance.now() + delay, this.#underWay.at(-1)?.due ?? 0); // preserves the order
    if (delay === 0 && this.#underWay.length === 0) this.#arrive(arrive);
    else if (this.#underWay.push({ arrive, due }) === 1) this.#arriveWhenDue();
  }

  #arriveWhenDue(): void {
    const [next] = this.#underWay;
    if (next === undefined) return;
    setTimeout(() => {
      const now = performance.now();
      const late = this.#underWay.findIndex(({ due }) => due > now);
      const arrived = this.#underWay.splice(0, late === -1 ? this.#underWay.length : late);
      for (const { arrive } of arrived) this.#arrive(arrive);
      this.#arriveWhenDue();
    }, next.due - performance.now());
  }

  #arrive(arrive: () => void): void {
    if (!this.#isSilent) arrive();
  }

  #deliver(chunk: Buffer, to: Socket): void {
    if (!to.writable) return;
    this.#around.carried(this.#around.direction, chunk.length);
    to.write(chunk);
  }
}
