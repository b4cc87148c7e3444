import type { z } from 'zod';
import { readBySchema } from '../../../../lib/engine/parse/read-by-schema.js';
import { pathText } from '../../../../lib/engine/flag.errors.js';

/** What a schema finds wrong, as lines of `path: message`; none when all is well. */
export function schemaProblems(schema: z.ZodType, input: unknown): string[] {
  const { issues = [] } = readBySchema(schema, input);
  return issues.map(({ path, message }) => `${pathText(path)}: ${message}`);
}
