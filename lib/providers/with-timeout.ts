const LONGEST_TIMER = 2 ** 31 - 1; // about 24.8 days; setTimeout fires at once when it is given more

/**
 * Waits for `work`, at most `milliseconds`; what comes later is ignored. A synchronous throw of `work` is a rejection.
 *
 * @throws what `expired` makes, when time is up
 */
export async function withTimeout<T>(
  work: () => T | Promise<T>,
  milliseconds: number,
  expired: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(expired()), Math.min(milliseconds, LONGEST_TIMER));
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
