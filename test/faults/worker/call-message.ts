import type { FaultWorker } from './fault-worker.js';

/** What a worker can be asked to do. */
export type CallName = keyof FaultWorker;

export interface CallMessage {
  readonly id: number;
  readonly name: CallName;
  readonly args: unknown[];
}

/** The answer to the call with this id; 0 says that the worker is ready for calls. */
export type CallAnswer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };
