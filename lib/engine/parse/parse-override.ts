import { z } from 'zod';
import type { FlagOverride, FlagOverrideValue, OverrideTarget } from '../flag-override.js';
import { FlagLimits } from '../flag-limits.js';
import { pathText, type FlagIssue } from '../flag.errors.js';
import type { JsonValue } from '../json/json-value.js';
import { deepFreeze, plainData } from '../json/plain-data.js';
import { InvalidOverrideError } from '../flag.errors.js';
import { attributePathSchema, keySchema, targetingKeySchema } from './fields.schema.js';
import { readBySchema } from './read-by-schema.js';

/** The fields of an override's target; refine the object by {@link hasWholeTarget}. */
export const targetFields = { unit: targetingKeySchema.optional(), unitBy: attributePathSchema.optional() };

export const UNIT_BY_ALONE = {
  path: ['unitBy'],
  error: 'is set without "unit": also give the value of the attribute as "unit"',
};

/** Whether a target that names an attribute also gives its value. */
export function hasWholeTarget({ unit, unitBy }: OverrideTarget): boolean {
  return unitBy === undefined || unit !== undefined;
}

const name = z.string().min(1).max(FlagLimits.nameLength);
const text = z.string().max(FlagLimits.descriptionLength);
const bounded = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= FlagLimits.valueBytes;

const serve = z.union(
  [
    z.strictObject({ enabled: z.boolean() }),
    z.strictObject({ variant: name }),
    z.strictObject({
      value: z.custom<JsonValue>((value) => value !== undefined && bounded(value), {
        error: `must be JSON of at most ${FlagLimits.valueBytes / 1024} KiB`,
      }),
    }),
  ],
  'must be true, false, the name of a variant, or { value } with a JSON value of at most 64 KiB',
);

const fields = z.strictObject({
  key: keySchema,
  serve,
  ...targetFields,
  expiresAt: z.iso.datetime({ offset: true, error: 'must be a Date or an ISO 8601 date with an offset' }).optional(),
  actor: name,
  reason: text.optional(),
  createdAt: z.iso.datetime(),
});

const schema = fields.refine(hasWholeTarget, UNIT_BY_ALONE).transform(withoutUserId);
const served = z.strictObject({ serve });
const target = z.strictObject(targetFields).refine(hasWholeTarget, UNIT_BY_ALONE).transform(withoutUserId);

/** `unitBy: 'userId'` is the default, so it is removed: both forms mean the same override. */
function withoutUserId<T extends OverrideTarget>({ unitBy, ...rest }: T): Omit<T, 'unitBy'> & OverrideTarget {
  return unitBy === undefined || unitBy === 'userId' ? rest : { ...rest, unitBy };
}

/**
 * Parses one untrusted override.
 *
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) listing every problem with its path
 */
export function parseOverride(input: unknown): FlagOverride {
  return read(schema, input, 'The override');
}

/**
 * Parses the untrusted target of an override.
 *
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) listing every problem with its path
 */
export function parseTarget(input: unknown): OverrideTarget {
  return read(target, input, 'The override');
}

/**
 * Parses the untrusted answer that an override, or a test, forces.
 *
 * @param place the subject of the message, such as `The override`
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) listing every problem with its path
 */
export function parseOverrideValue(input: unknown, place: string): FlagOverrideValue {
  return read(served, { serve: input }, place).serve;
}

/** Whether a `Date` is allowed at a path: as the expiry, or within a served value. */
export function isDatePlace([first, second]: readonly (string | number)[]): boolean {
  return first === 'expiresAt' || (first === 'serve' && second === 'value');
}

function read<T>(as: z.ZodType<T>, input: unknown, place: string): T {
  const issues: FlagIssue[] = [];
  const data = plainData(input, [], issues, isDatePlace);
  const result = readBySchema(as, data);
  if (issues.length === 0 && result.issues === undefined) return deepFreeze(result.data);
  const all = issues.length > 0 ? issues : (result.issues ?? []);
  const lines = all.map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new InvalidOverrideError(`${place} is not valid: ${lines.join('; ')}.`);
}
