/** Returns what `read` returns, or `fallback` if it throws; the failure is reported where a flag is evaluated. */
export function readOr<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
