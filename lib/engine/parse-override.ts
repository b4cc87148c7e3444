import { z } from 'zod';
import { isFlagKey } from './flag-key.js';
import type { FlagOverride } from './flag-override.js';
import { FlagLimits } from './flag-limits.js';
import { pathText, type FlagIssue } from './flag.errors.js';
import type { JsonValue } from './json-value.js';
import { deepFreeze, plainData } from './plain-data.js';
import { InvalidOverrideError } from '../engine/flag.errors.js';

const name = z.string().min(1).max(FlagLimits.nameLength);
const text = z.string().max(FlagLimits.descriptionLength);
const bounded = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= FlagLimits.valueBytes;

const schema = z.strictObject({
  key: z.string().refine(isFlagKey, 'is not a legal flag key'),
  serve: z.union(
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
  ),
  unit: name.optional(),
  expiresAt: z.iso.datetime({ offset: true, error: 'must be a Date or an ISO 8601 date with an offset' }).optional(),
  actor: name,
  reason: text.optional(),
  createdAt: z.iso.datetime(),
});

/**
 * Reads one untrusted override.
 *
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) listing every problem with its path
 */
export function parseOverride(input: unknown): FlagOverride {
  const issues: FlagIssue[] = [];
  const data = plainData(input, [], issues);
  const result = schema.safeParse(data);
  if (issues.length === 0 && result.success) return deepFreeze(result.data);
  const all = issues.length > 0 ? issues : (result.error?.issues ?? []);
  const lines = all.map(
    ({ path, message }) => `${pathText(path.map((step) => (typeof step === 'symbol' ? '?' : step)))}: ${message}`,
  );
  throw new InvalidOverrideError(`The override is not valid: ${lines.join('; ')}.`);
}
