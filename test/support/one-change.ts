type Data = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * Every way to spoil data in one place: each value within it, itself included, is replaced by each of `others`, each
 * property is removed, each object gets an unknown property, and each list is doubled.
 */
export function* withOneChange(data: unknown, others: readonly unknown[]): Generator {
  yield* others;
  if (isList(data)) {
    yield [...data, ...data];
    for (const [at, element] of data.entries()) {
      for (const changed of withOneChange(element, others)) yield data.with(at, changed);
    }
  } else if (isObject(data)) {
    yield { ...data, surprise: 1 };
    for (const [name, member] of Object.entries(data)) {
      yield Object.fromEntries(Object.entries(data).filter(([each]) => each !== name));
      for (const changed of withOneChange(member, others)) yield { ...data, [name]: changed };
    }
  }
}

function isList(data: unknown): data is Extract<Data, readonly unknown[]> {
  return Array.isArray(data);
}

function isObject(data: unknown): data is Exclude<Data, readonly unknown[]> {
  return typeof data === 'object' && data !== null;
}
