import {
  MemoryStore,
  type AuditEntry,
  type AuditQuery,
  type FlagStore,
  type StoreContent,
  type StoreListener,
  type StorePosition,
} from '../../../dist/core.js';
import type { VirtualTime } from './virtual-time.js';

/** What a network and a server take, in milliseconds. */
export interface RecordedLatencies {
  /** One way between an instance and the server, one after another as they were recorded. */
  readonly oneWay: readonly number[];
  /** What the server takes for one command of each kind. */
  readonly service: { readonly append: number; readonly read: number; readonly publishToEach: number };
}

/** A server that does one thing after another, and the network in front of it. */
export class SimulatedServer {
  readonly #time: VirtualTime;
  readonly #latencies: RecordedLatencies;
  readonly #memory = new MemoryStore({ auditLogSize: 100_000 });
  readonly #listeners = new Set<StoreListener>();
  #freeAt = 0;
  #drawn = 0;
  /** Answers to instances that have asked for what was added to the log. */
  reads = 0;

  constructor(time: VirtualTime, latencies: RecordedLatencies) {
    this.#time = time;
    this.#latencies = latencies;
  }

  /** One more instance's connection, which speaks as a `RedisStore` does: what is announced is only where the log stands. */
  connection(): FlagStore {
    return {
      name: 'simulated',
      read: (): Promise<StoreContent> => this.#answer(this.#latencies.service.read, () => this.#memory.read()),
      append: (entries: readonly AuditEntry[], last: StorePosition) =>
        this.#answer(this.#latencies.service.append, () => this.#append(entries, last)),
      query: (query: AuditQuery) => {
        this.reads++;
        return this.#answer(this.#latencies.service.read, () => this.#memory.query(query));
      },
      watch: (listener: StoreListener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
  }

  #append(entries: readonly AuditEntry[], last: StorePosition): boolean {
    const isAdded = this.#memory.append(entries, last);
    const position = this.#memory.read().position;
    for (const listener of isAdded ? this.#listeners : []) {
      this.#freeAt += this.#latencies.service.publishToEach;
      this.#time.after(this.#freeAt - this.#time.now + this.#oneWay(), () => listener.announced(position));
    }
    return isAdded;
  }

  /** There, in the queue of the server, and back. */
  async #answer<T>(service: number, work: () => T): Promise<T> {
    await this.#time.pass(this.#oneWay());
    this.#freeAt = Math.max(this.#freeAt, this.#time.now) + service;
    await this.#time.pass(this.#freeAt - this.#time.now);
    const answer = work();
    await this.#time.pass(this.#oneWay());
    return answer;
  }

  #oneWay(): number {
    const { oneWay } = this.#latencies;
    return oneWay[this.#drawn++ % oneWay.length] ?? 0;
  }
}
