/** What can be read of a context, else `other`: what cannot be read is reported where a flag is evaluated. */
export function readOr<T>(read: () => T, other: T): T {
  try {
    return read();
  } catch {
    return other;
  }
}
