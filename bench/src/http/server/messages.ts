import type { RowName } from './row-name.js';

/** What the suite asks a server; each question gets one answer, in order. */
export type Question =
  | { readonly ask: 'usage' }
  /** From now on every request's user has this plan. */
  | { readonly ask: 'plan'; readonly plan: Plan }
  /** Collect all garbage, as often as a server that has run for hours. */
  | { readonly ask: 'collect' }
  | { readonly ask: 'stop' };

/** `beta` opens every gate of every row; `free` closes them. */
export type Plan = 'beta' | 'free';

export interface Usage {
  /** CPU time of the process so far, all threads, user and system, in microseconds. */
  readonly cpu: number;
}

/** Where each row listens. */
export type Ports = Readonly<Partial<Record<RowName, number>>>;

export type Answer =
  /** Sent unasked, once the server listens. */
  | { readonly ports: Ports }
  | Usage
  | { readonly plan: Plan }
  | { readonly collected: true }
  | { readonly stopped: true };
