/** What kind of error an extension threw. Its message stays untold: it may hold a user's attributes. */
export function thrownName(error: unknown): string {
  try {
    const name: unknown = error instanceof Error ? error.name : undefined;
    return typeof name === 'string' && /^\w{1,80}$/.test(name) ? `a ${name}` : 'something';
  } catch {
    return 'something';
  }
}
