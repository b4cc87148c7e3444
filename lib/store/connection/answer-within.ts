import { setImmediate } from 'node:timers/promises';
import { withTimeout } from '../../internal/with-timeout.js';

const SILENCE = Symbol('silence');

/** The server did not answer in time. */
export class SilenceError extends Error {}

/**
 * Waits for an answer from the network for at most `milliseconds`. If the application was busy for longer than that,
 * timers fire before sockets are read; an answer that has already arrived is still accepted.
 *
 * @param signal ends the wait early and throws its reason
 * @throws {SilenceError} when there is no answer in time
 */
export async function answerWithin<T>(work: () => Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  let answer: Promise<T> | undefined;
  try {
    return await withTimeout(
      () => (answer = work()),
      milliseconds,
      () => silence(milliseconds),
      signal,
    );
  } catch (error) {
    if (!(error instanceof SilenceError) || answer === undefined) throw error;
    const late = await Promise.race([answer, setImmediate(SILENCE)]);
    if (late !== SILENCE) return late;
    throw error;
  }
}

function silence(milliseconds: number): SilenceError {
  return new SilenceError(`no answer within ${milliseconds} ms`);
}
