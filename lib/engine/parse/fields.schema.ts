import { z } from 'zod';
import { isReservedBucketer, RESERVED_BUCKETER } from '../allocation/reserved-bucketers.js';
import { attributePathProblem } from '../attributes/attribute-path.js';
import { FLAG_KEY } from '../flag-key.js';
import { FlagLimits } from '../flag-limits.js';
import type { JsonValue } from '../json/json-value.js';

const KEY_RULE = 'must be a key: a letter or digit, then up to 127 letters, digits or any of "._:/-"';

/** A short text that is not empty: a name, a label, a user's id. */
export const nameSchema = z.string().min(1).max(FlagLimits.nameLength);

export const descriptionSchema = z.string().max(FlagLimits.descriptionLength);

/** The key that a definition repeats; the parser compares it. */
export const ownKeySchema = z.string().describe('Absent, or the same as the name of this member.');

export const versionSchema = z
  .int()
  .min(0)
  .describe('Set by a writable provider: grows by one with every write, and guards against lost updates.');

/** The key of a flag or segment. */
export const keySchema = z.string().regex(FLAG_KEY, KEY_RULE);

/** A name or a path; see `attributePathProblem`. */
export const attributePathSchema = nameSchema
  .superRefine((path, check) => {
    const problem = attributePathProblem(path);
    if (problem !== undefined) check.addIssue({ code: 'custom', message: problem });
  })
  .meta({ pattern: '^(?!/(userId|sessionId)/)([^/]|(/([^~/]|~[01])+){1,10}$)' });

/** A targeting key in a list: a user's id, or the value of another attribute. */
export const targetingKeySchema = z
  .string()
  .min(1)
  .max(FlagLimits.targetingKeyLength)
  .refine((key) => key.isWellFormed(), 'contains a lone surrogate: use well-formed Unicode');

const bucketPaths = z
  .array(attributePathSchema)
  .min(1)
  .max(FlagLimits.bucketBy)
  .refine((paths) => new Set(paths).size === paths.length, 'must have different paths')
  .meta({ uniqueItems: true });

export const bucketBySchema = z
  .union([attributePathSchema, bucketPaths], {
    error: ({ input }) =>
      typeof input === 'string' || Array.isArray(input)
        ? undefined
        : `must be the path of an attribute, or a list of up to ${FlagLimits.bucketBy} paths`,
  })
  .describe(
    'Path of the attribute whose value is the targeting key, or a list of paths of which the first present one counts; ' +
      'nothing else stands in for it. Default: ["userId", "sessionId"].',
  );

/** Any JSON value; it is plain data already. */
export const valueSchema = z.custom<JsonValue>((value) => value !== undefined, 'must be a JSON value');

/** Whether values are within the limit of one flag. */
export function isBounded(values: unknown): boolean {
  const text = JSON.stringify(values);
  if (text.length * 3 <= FlagLimits.valueBytes) return true; // no character takes more bytes than that: most are so few
  return new TextEncoder().encode(text).length <= FlagLimits.valueBytes;
}

export const UNBOUNDED = `contains more than ${FlagLimits.valueBytes / 1024} KiB of values`;

const bucketerName = nameSchema
  .refine((name) => !isReservedBucketer(name), RESERVED_BUCKETER)
  .meta({ description: 'Name of a registered bucketer.', pattern: '^(?!vendor/)' });

const bucketer = z
  .union(
    [
      bucketerName,
      z.strictObject({
        name: bucketerName,
        parameters: valueSchema.refine(isBounded, UNBOUNDED).describe('JSON for the bucketer, up to 64 KiB.'),
      }),
    ],
    {
      error: ({ input }) =>
        isBucketerForm(input) ? undefined : 'must be the name of a bucketer, or { name, parameters }',
    },
  )
  .describe('Name of a registered bucketer, alone or with its parameters. Default: the built-in hash.');

function isBucketerForm(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return typeof input === 'string';
  return 'name' in input && 'parameters' in input;
}

/** What decides into which bucket a context falls, as fields of an object. */
export const bucketingFields = {
  bucketBy: bucketBySchema.optional(),
  salt: nameSchema
    .optional()
    .describe("What separates these buckets from others. Default: the flag's key, in a segment the segment's."),
  bucketer: bucketer.optional(),
};

export const weightSchema = z
  .number()
  .min(0)
  .max(1e12)
  .describe('A share of the sum of all weights; 0 is never served.');

/** At least one weight of a list is above 0, as JSON Schema says it. */
export const SOME_WEIGHT = {
  contains: { type: 'object', properties: { weight: { type: 'number', exclusiveMinimum: 0 } } },
} as const;
