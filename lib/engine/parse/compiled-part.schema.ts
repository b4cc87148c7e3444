import { z } from 'zod';

/**
 * A part of a schema that is compiled itself, which zod is not to compile with it: because it nests, or because most
 * values have none. It does not say what is wrong with what it refuses.
 *
 * @param schemaFor the schema that checks a value
 */
export function partCheckedBy<T>(schemaFor: (input: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.custom<T>((input) => schemaFor(input).validate(input), 'is refused');
}

/** A part with a schema of its own, which is compiled for the first value. */
export function compiledPart<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let compiled: z.ZodType<T> | undefined;
  return partCheckedBy(() => (compiled ??= z.compile(schema)));
}
