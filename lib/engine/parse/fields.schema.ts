import { z } from 'zod';
import { isReservedBucketer, RESERVED_BUCKETER } from '../allocation/reserved-bucketers.js';
import { attributePathProblem } from '../attributes/attribute-path.js';
import { FLAG_KEY } from '../flag-key.js';
import { FlagLimits } from '../flag-limits.js';
import type { JsonValue } from '../json/json-value.js';

const KEY_RULE = 'must be a key: a letter or digit, then up to 127 letters, digits or any of "._:/-"';

/** Short, non-empty text, such as a name or a label. */
export const nameSchema = z.string().min(1).max(FlagLimits.nameLength);

export const descriptionSchema = z.string().max(FlagLimits.descriptionLength);

/** The optional copy of the key inside a definition; the parser compares the two. */
export const ownKeySchema = z.string().describe('Absent, or the same as the name of this member.');

export const versionSchema = z
  .int()
  .min(0)
  .describe('Set by a writable provider: incremented with every write, to prevent lost updates.');

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
    'Path of the attribute whose value is the targeting key, or a list of paths, of which the first one that is present is used. ' +
      'There is no other fallback. Default: ["userId", "sessionId"].',
  );

/** Any JSON value. The input has already been converted to plain data. */
export const valueSchema = z.custom<JsonValue>((value) => value !== undefined, 'must be a JSON value');

/** Whether values are within the size limit of one flag. */
export function isBounded(values: unknown): boolean {
  const text = JSON.stringify(values);
  if (text.length * 3 <= FlagLimits.valueBytes) return true; // no character takes more than three bytes, and most flags are this small
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
  .describe('Name of a registered bucketer, or an object with its name and parameters. Default: the built-in hash.');

function isBucketerForm(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return typeof input === 'string';
  return 'name' in input && 'parameters' in input;
}

/** The fields that determine the bucket of a context. */
export const bucketingFields = {
  bucketBy: bucketBySchema.optional(),
  salt: nameSchema
    .optional()
    .describe(
      'Text that is hashed with the targeting key; different salts give independent buckets. Default: the key of the flag or segment.',
    ),
  bucketer: bucketer.optional(),
};

export const weightSchema = z
  .number()
  .min(0)
  .max(1e12)
  .describe('A share of the sum of all weights; 0 is never served.');

/** Requires at least one weight above 0, for JSON Schema. */
export const SOME_WEIGHT = {
  contains: { type: 'object', properties: { weight: { type: 'number', exclusiveMinimum: 0 } } },
} as const;
