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
    timer = setTimeout(() => reject(expired()), milliseconds);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
