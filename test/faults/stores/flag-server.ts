import type { Lab } from '../lab.js';
import type { WorkerProcess } from '../worker/worker-process.js';
import type { StoreAddress } from './store-address.js';

/** A real server that stores flags: what scenarios do to it, and what they observe. */
export interface FlagServer {
  /** The name that figures use. */
  readonly name: string;
  readonly port: number;
  /** The store of a scenario that needs only one. */
  readonly address: StoreAddress;

  /** Prepares another store, which shares nothing with the others. */
  space(name: string): Promise<StoreAddress>;

  /** Ends it as a crash of the machine does. What was confirmed is there again after {@link restart}. */
  kill(): Promise<void>;
  /** Starts it again on the same port; a server that is running is killed first. */
  restart(): Promise<void>;

  /** Removes all data of the store, as somebody does by mistake. */
  empty(): Promise<void>;
  /** Sends messages on the channel of the store, as any client of the server can. */
  publish(messages: readonly string[]): Promise<void>;
  /** Which instance holds a lease of a store. */
  leaseHolder(address: StoreAddress, lease: string): Promise<string | undefined>;
  /** The commands or statements that clients of its stores have sent since its start. */
  carriedOut(): Promise<readonly CarriedOut[]>;

  /**
   * The floor of the time in which a change is received: a client without this package changes something and sends a
   * message, others receive it and read. In milliseconds.
   *
   * @param workers processes in which such clients may run
   */
  messageDelays(rounds: number, workers: readonly WorkerProcess[]): Promise<readonly number[]>;
}

/** A command or statement, and how often it was carried out. */
export interface CarriedOut {
  readonly text: string;
  readonly calls: number;
  readonly effect: 'reads_log' | 'reads_all' | 'reads' | 'other';
}

/** Starts a server that is stopped with its lab. */
export type StartFlagServer<S extends FlagServer = FlagServer> = (lab: Lab) => Promise<S>;

/** What was carried out since an earlier observation. */
export function since(before: readonly CarriedOut[], now: readonly CarriedOut[]): readonly CarriedOut[] {
  const earlier = new Map(before.map(({ text, calls }) => [text, calls]));
  return now
    .map((each) => ({ ...each, calls: each.calls - (earlier.get(each.text) ?? 0) }))
    .filter(({ calls }) => calls > 0);
}

/** How often something with this effect was carried out. */
export function callsOf(effect: CarriedOut['effect'], all: readonly CarriedOut[]): number {
  return all.filter((each) => each.effect === effect).reduce((sum, { calls }) => sum + calls, 0);
}
