import { z } from 'zod';
import { FlagLimits } from '../../engine/flag-limits.js';
import { pathText, type FlagIssue } from '../../engine/flag.errors.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import { keySchema, valueSchema } from '../../engine/parse/fields.schema.js';
import { hasWholeTarget, isDatePlace, targetFields, UNIT_BY_ALONE } from '../../engine/parse/parse-override.js';
import { readBySchema } from '../../engine/parse/read-by-schema.js';
import { deepFreeze, plainData } from '../../engine/json/plain-data.js';
import type { FlagSchedule, ScheduledChange } from '../../store/flag-schedule.js';
import { InvalidScheduleError } from '../manager.errors.js';
import { serveOf } from '../overrides/new-override.js';

const instant = z.iso.datetime({ offset: true, error: 'must be a Date or an ISO 8601 date with an offset' });
const expectedVersion = z.int().min(0).optional();
/** Any JSON value, which is parsed when the change is made. */
const later = (error: string) => z.custom<JsonValue>((value) => value !== undefined, { error });
const definition = later('must be a definition, in the form that the method accepts');
/** The form that `setOverride` accepts, or the form that an override stores; it is converted to the latter. */
const serve = z
  .union(
    [
      z.boolean(),
      z.string(),
      z.strictObject({ enabled: z.boolean() }),
      z.strictObject({ variant: z.string() }),
      z.strictObject({ value: valueSchema }),
    ],
    'must be true, false, the name of a variant, { variant } or { value }',
  )
  .transform(serveOf);

const change = z.discriminatedUnion(
  'type',
  [
    z
      .strictObject({
        type: z.literal('set_override'),
        key: keySchema,
        serve,
        ...targetFields,
        expiresAt: instant.optional(),
      })
      .refine(hasWholeTarget, UNIT_BY_ALONE),
    z
      .strictObject({ type: z.literal('clear_override'), key: keySchema, ...targetFields })
      .refine(hasWholeTarget, UNIT_BY_ALONE),
    z.strictObject({ type: z.literal('save_flag'), key: keySchema, definition, expectedVersion }),
    z.strictObject({ type: z.literal('delete_flag'), key: keySchema, expectedVersion }),
    z.strictObject({ type: z.literal('save_segment'), key: keySchema, definition, expectedVersion }),
    z.strictObject({ type: z.literal('delete_segment'), key: keySchema, expectedVersion }),
  ],
  {
    error:
      'must be a change with the type "set_override", "clear_override", "save_flag", "delete_flag", "save_segment" or ' +
      '"delete_segment"',
  },
);

const schedule = z.strictObject({
  id: z.uuid(),
  change,
  at: instant,
  dropAfter: z.int().min(0).optional(),
  actor: z.string().min(1).max(FlagLimits.nameLength),
  reason: z.string().max(FlagLimits.descriptionLength).optional(),
  createdAt: z.iso.datetime(),
  version: z.int().min(1).optional(),
});

function mayBeDate([first, ...rest]: readonly (string | number)[]): boolean {
  return first === 'at' || (first === 'change' && (rest[0] === 'definition' || isDatePlace(rest)));
}

/**
 * Parses one untrusted schedule.
 *
 * @throws {InvalidScheduleError} (`INVALID_SCHEDULE`) listing every problem with its path
 */
export function parseSchedule(input: unknown): FlagSchedule {
  const issues: FlagIssue[] = [];
  const data = plainData(input, [], issues, mayBeDate);
  const result = readBySchema(schedule, data);
  if (issues.length === 0 && result.issues === undefined) {
    const { change: parsed, ...rest } = result.data;
    // Definitions in it are parsed when the change is made.
    return deepFreeze({ ...rest, change: parsed as ScheduledChange });
  }
  const all = issues.length > 0 ? issues : (result.issues ?? []);
  const lines = all.map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new InvalidScheduleError(`The scheduled change is not valid: ${lines.join('; ')}.`);
}
