import { z } from 'zod';
import type { JsonValue } from '../../json/json-value.js';
import type { Acceptor } from './acceptor.js';

/** Accepts data that passes one check of a schema. It is called only with data of the schema's type. */
export function checkAcceptor(check: z.core.$ZodCheck): Acceptor {
  if (check instanceof z.core.$ZodCustom) {
    const { fn } = check._zod.def;
    return (data) => {
      const passed: unknown = fn(data);
      return Boolean(passed) && !(passed instanceof Promise); // a promise is rejected, as zod does
    };
  }
  if (check instanceof z.core.$ZodCheckMinLength) {
    const { minimum } = check._zod.def;
    return (data) => lengthOf(data) >= minimum;
  }
  if (check instanceof z.core.$ZodCheckMaxLength) {
    const { maximum } = check._zod.def;
    return (data) => lengthOf(data) <= maximum;
  }
  if (check instanceof z.core.$ZodCheckRegex) {
    const { pattern } = check._zod.def;
    return (data) => typeof data === 'string' && pattern.test(data);
  }
  if (check instanceof z.core.$ZodCheckGreaterThan) {
    const { value, inclusive } = check._zod.def;
    return (data) => typeof data === 'number' && (inclusive ? data >= Number(value) : data > Number(value));
  }
  if (check instanceof z.core.$ZodCheckLessThan) {
    const { value, inclusive } = check._zod.def;
    return (data) => typeof data === 'number' && (inclusive ? data <= Number(value) : data < Number(value));
  }
  return (data) => passes(check, data);
}

/** Runs a check as zod does. */
function passes(check: z.core.$ZodCheck, data: JsonValue | undefined): boolean {
  const payload = { value: data as never, issues: [] };
  const pending = check._zod.check(payload);
  return !(pending instanceof Promise) && payload.issues.length === 0;
}

function lengthOf(data: JsonValue | undefined): number {
  return typeof data === 'string' || Array.isArray(data) ? data.length : NaN;
}
