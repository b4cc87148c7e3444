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
  /** The times of one trip between an instance and the server, in the order in which they were recorded. */
  readonly oneWay: readonly number[];
  /** How long the server takes for one command of each kind. */
  readonly service: { readonly append: number; readonly read: number; readonly publishToEach: number };
}

/** A server that handles one command at a time, and the network in front of it. */
export class SimulatedServer {
  readonly #time: VirtualTime;
  readonly #latencies: RecordedLatencies;
  readonly #memory = new MemoryStore({ auditLogSize: 100_000 });
  readonly #listeners = new Set<StoreListener>();
  #freeAt = 0;
  #drawn = 0;
  /** Answers to instances that read what was added to the log. */
  reads = 0;

  constructor(time: VirtualTime, latencies: RecordedLatencies) {
    this.#time = time;
    this.#latencies = latencies;
  }

  /** The connection of another instance. As with a `RedisStore`, an announcement has only the position of the log. */
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

  /** A round trip, with the time in the server's queue. */
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
