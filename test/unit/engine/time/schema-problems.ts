import type { z } from 'zod';
import { issuesOf } from '../../../../lib/engine/parse/definition-issues.js';
import { pathText } from '../../../../lib/engine/flag.errors.js';

/** What a schema finds wrong, as lines of `path: message`; none when all is well. */
export function schemaProblems(schema: z.ZodType, input: unknown): string[] {
  const { error } = schema.safeParse(input);
  return error === undefined ? [] : issuesOf(error, []).map(({ path, message }) => `${pathText(path)}: ${message}`);
}
