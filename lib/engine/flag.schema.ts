import { z } from 'zod';
import type { Flag, FlagType } from './flag.js';
import type { JsonValue } from './json-value.js';

/** What one definition may hold at most. A definition over a limit is refused with the limit named. */
export const FlagLimits = {
  variants: 100,
  users: 100_000,
  /** Bytes of JSON of all values of one flag: 64 KiB. */
  valueBytes: 64 * 1024,
  attributes: 100,
  tags: 50,
  nameLength: 256,
  descriptionLength: 1000,
} as const;

const name = z.string().min(1).max(FlagLimits.nameLength);

const common = {
  key: z.string().optional(),
  enabled: z.boolean().default(true),
  description: z.string().max(FlagLimits.descriptionLength).optional(),
  tags: z.array(name).max(FlagLimits.tags).optional(),
  version: z.int().min(0).optional(),
};

const bucketed = { bucketBy: name.optional(), salt: name.optional() };

const boundedValues = (value: unknown) => byteLength(value) <= FlagLimits.valueBytes;
const tooManyBytes = `holds more than ${FlagLimits.valueBytes / 1024} KiB of values`;

const percentage = z
  .number()
  .min(0)
  .max(100)
  .refine((share) => Math.abs(share * 1000 - Math.round(share * 1000)) < 1e-6, 'must be in steps of 0.001');

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be a string, number, boolean or null');
const rules = z
  .record(name, z.union([scalar, z.array(scalar)], 'must be a string, number, boolean, null or a list of these'))
  .refine(boundedValues, tooManyBytes);

const attributes = z
  .custom<unknown>((value) => Object.keys(Object(value)).length <= FlagLimits.attributes, {
    error: `must be at most ${FlagLimits.attributes} attributes`,
    abort: true,
  })
  .pipe(rules);

const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 date and time, to the second and with an offset: "2026-11-27T00:00:00Z" or "…+01:00"',
  })
  .optional();

const variant = z.strictObject({
  name,
  weight: z.number().min(0).max(1e12),
  value: z.custom<JsonValue>(() => true).optional(), // already plain JSON data
});

const variants = z
  .array(variant)
  .min(1)
  .max(FlagLimits.variants)
  .refine((list) => list.some(({ weight }) => weight > 0), 'need at least one weight above 0')
  .refine((list) => new Set(list.map((each) => each.name)).size === list.length, 'need names that differ')
  .refine((list) => boundedValues(list.map(({ value }) => value)), tooManyBytes);

/** The schema of every flag type. */
export const flagSchemas = {
  boolean: z.strictObject({ type: z.literal('boolean'), ...common }),
  percentage: z.strictObject({ type: z.literal('percentage'), ...common, ...bucketed, percentage }),
  user_list: z.strictObject({ type: z.literal('user_list'), ...common, users: z.array(name).max(FlagLimits.users) }),
  user_attribute: z.strictObject({ type: z.literal('user_attribute'), ...common, attributes }),
  time_based: z
    .strictObject({ type: z.literal('time_based'), ...common, start: instant, end: instant })
    .refine(({ start, end }) => start !== undefined || end !== undefined, 'needs a start, an end or both')
    .refine(({ start, end }) => start === undefined || end === undefined || Date.parse(start) < Date.parse(end), {
      path: ['end'],
      error: 'must be later than start',
    }),
  variant: z
    .strictObject({ type: z.literal('variant'), ...common, ...bucketed, variants, defaultVariant: name.optional() })
    .refine(
      (flag) => flag.defaultVariant === undefined || flag.variants.some((each) => each.name === flag.defaultVariant),
      { path: ['defaultVariant'], error: 'must be the name of one of the variants' },
    ),
} satisfies { [T in FlagType]: z.ZodType<Omit<Extract<Flag, { type: T }>, 'key'>> };

function byteLength(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
