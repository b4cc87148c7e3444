import { z } from 'zod';

/**
 * A part of a schema that is compiled itself, which zod is not to compile with it: because it nests, or because most
 * values have none. It does not say what is wrong with what it refuses.
 *
 * @param schemaFor what reads a value
 */
export function partReadBy<T>(schemaFor: (input: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.unknown().transform((input, check) => {
    const { success, data } = schemaFor(input).safeParse(input);
    if (success) return data;
    check.addIssue('is refused');
    return z.NEVER;
  });
}

/** A part that is read by a schema of its own, which is compiled when the first value comes. */
export function compiledPart<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let compiled: z.ZodType<T> | undefined;
  return partReadBy(() => (compiled ??= z.compile(schema)));
}
