/** The maximum length of a chain of causes: longer than any that a driver builds. It also ends cycles. */
const MAX_CAUSES = 5;

/** An error and its causes, outermost first. Never throws, whatever was thrown. */
export function errorCauses(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let current = error; causes.length < MAX_CAUSES && current !== undefined; current = causeOf(current)) {
    causes.push(current);
  }
  return causes;
}

function causeOf(error: unknown): unknown {
  try {
    return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  } catch {
    return undefined; // a getter or a proxy that throws
  }
}
