import { LONGEST_TIMER } from './longest-timer.js';

/**
 * Waits for `work` for at most `milliseconds`; later results are ignored. If `work` throws synchronously, the promise
 * is rejected.
 *
 * @param signal ends the wait early, so that no timer keeps the process alive
 * @throws the error of `expired` after the timeout; the signal's reason when it is aborted
 */
export async function withTimeout<T>(
  work: () => T | Promise<T>,
  milliseconds: number,
  expired: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  let cleanUp: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(expired()), Math.min(milliseconds, LONGEST_TIMER));
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort);
    cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    cleanUp?.();
  }
}
