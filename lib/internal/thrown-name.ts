/** The kind of error that an extension threw. Its message is left out, because it may contain attributes of a user. */
export function thrownName(error: unknown): string {
  try {
    const name: unknown = error instanceof Error ? error.name : undefined;
    if (typeof name !== 'string' || !/^\w{1,80}$/.test(name)) return 'something';
    return /^[AEIO]/i.test(name) ? `an ${name}` : `a ${name}`;
  } catch {
    return 'something';
  }
}
