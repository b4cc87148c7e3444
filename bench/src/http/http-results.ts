import type { RowName } from './server/row-name.js';

/** One row under load for a moment. */
export interface Slice {
  /** Requests per second. */
  readonly rate: number;
  /** CPU time of the server, all threads, in microseconds a request. */
  readonly cpu: number;
  /** The share of the time in which the server was busy: near 1, or the load was the limit. */
  readonly busy: number;
}

export interface RowResult {
  readonly name: RowName;
  readonly title: string;
  /** One a round. */
  readonly slices: readonly Slice[];
  /** Why it was not timed. */
  readonly refused?: string;
}

export interface SettingResult {
  readonly id: string;
  /** Such as `Nest 12.5.1, Fastify, Node 20.20.2`. */
  readonly title: string;
  readonly rows: readonly RowResult[];
  /** The bare route once more in each round, by a process of its own: how far two that do the same differ. */
  readonly bareAgain: readonly Slice[];
}

/** What gates cost beside as many guards that return `true`, both inside an `AsyncLocalStorage.run`. */
export interface GateResult {
  /** Such as `Fastify, Nest 12.5.1, Node 20.20.2`. */
  readonly title: string;
  /** How much more CPU of the server a request takes, in microseconds, one a round. */
  readonly more: Readonly<Record<'one' | 'five', readonly number[]>>;
}

/** Plain JSON. */
export interface HttpResults {
  readonly settings: readonly SettingResult[];
  /** Absent in results of a version that did not measure it. */
  readonly gates?: readonly GateResult[];
}
