import { setImmediate } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly happen: () => void;
}

/** A clock in milliseconds that jumps from event to event; everything that an event causes is done before the next one. */
export class VirtualTime {
  readonly #events: Event[] = [];
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** Resolves after this many milliseconds of this clock. */
  pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  after(milliseconds: number, happen: () => void): void {
    const event = { at: this.#now + milliseconds, happen };
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1]?.at ?? 0) < event.at) index--;
    this.#events.splice(index, 0, event); // the next one is the last one of the list
  }

  /** Runs until no events are left. */
  async run(): Promise<void> {
    await setImmediate();
    for (let event = this.#events.pop(); event !== undefined; event = this.#events.pop()) {
      this.#now = event.at;
      event.happen();
      await setImmediate();
    }
  }
}
