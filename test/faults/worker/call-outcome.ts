import { machineTime } from '../machine-time.js';

/** What an error tells its reader. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** The actor of the current version, after a version conflict. */
  readonly changedBy?: { readonly actor: string; readonly reason?: string; readonly version: number };
}

/** How a call went. */
export interface CallOutcome<T> {
  /** By {@link machineTime}. */
  readonly began: number;
  readonly ended: number;
  readonly answer?: T;
  readonly refused?: Refusal;
}

/** Makes a call, and keeps how long it took and what came of it. */
export async function outcomeOf<T>(call: () => Promise<T>): Promise<CallOutcome<T>> {
  const began = machineTime();
  try {
    const answer = await call();
    return { began, ended: machineTime(), answer };
  } catch (error) {
    return { began, ended: machineTime(), refused: refusalOf(error) };
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { code: 'NO_ERROR', message: String(error) };
  const { code = error.name, changedBy } = error as Error & Partial<Refusal>;
  return { code, message: error.message, ...(changedBy === undefined ? {} : { changedBy }) };
}
