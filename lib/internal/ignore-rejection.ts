/** Ignores the rejection of a promise: an extension that is async by mistake is reported anyway, and must not end the process. */
export function ignoreRejection(answer: unknown): void {
  try {
    if (answer instanceof Promise) answer.catch(() => {});
  } catch {
    // a proxy that throws when it is read is not a promise
  }
}
