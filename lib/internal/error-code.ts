/** The `code` of anything that was thrown, such as `ENOENT` of an error of Node; `undefined` when it has none. */
export function errorCodeOf(error: unknown): string | undefined {
  try {
    const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined; // a getter or a proxy that throws
  }
}
