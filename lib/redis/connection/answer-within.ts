import { setImmediate } from 'node:timers/promises';
import { withTimeout } from '../../internal/with-timeout.js';

const SILENCE = Symbol('silence');

/** The server did not answer in time. */
export class SilenceError extends Error {}

/**
 * Waits for an answer of the network, at most `milliseconds`. An application that was busy for longer than that finds
 * its timers due before it has looked at its sockets: an answer that was waiting there still counts.
 *
 * @param signal ends the wait early, with its reason
 * @throws {SilenceError} when there is no answer
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
