import { z } from 'zod';

/**
 * Reads what `schema` reads, by a compiled one that is made when the first value comes: for parts of schemas that are
 * compiled themselves, of which most read none. It does not say what is wrong with what it refuses.
 */
export function compiledPart<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let compiled: z.ZodType<T> | undefined;
  return z.unknown().transform((input, check) => {
    compiled ??= z.compile(schema);
    const { success, data } = compiled.safeParse(input);
    if (success) return data;
    check.addIssue('is refused');
    return z.NEVER;
  });
}
