import { z } from 'zod';

/**
 * A part of a compiled schema that zod must not compile along with it, because the part is recursive or absent from
 * most values. It does not explain what is wrong with a value that it rejects.
 *
 * @param schemaFor the schema that checks a value
 */
export function partCheckedBy<T>(schemaFor: (input: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.custom<T>((input) => schemaFor(input).validate(input), 'is invalid');
}

/** A part with its own schema, which is compiled when the first value is checked. */
export function compiledPart<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let compiled: z.ZodType<T> | undefined;
  return partCheckedBy(() => (compiled ??= z.compile(schema)));
}
