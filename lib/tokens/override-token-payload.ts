import { z } from 'zod';
import { FlagLimits } from '../engine/flag-limits.js';
import type { FlagOverrideValue } from '../engine/flag-override.js';
import type { JsonValue } from '../engine/json/json-value.js';
import { keySchema, nameSchema, valueSchema } from '../engine/parse/fields.schema.js';
import { TokenLimits } from './token-limits.js';

/** The answer of one flag within a token: on or off, the name of a variant, or any JSON value. */
export type TokenAnswer = boolean | string | { readonly value: JsonValue };

/** The content of a token, with the member names of JSON Web Tokens. Times are in seconds since 1970. */
export interface OverrideTokenPayload {
  /** The application that the token is for. */
  readonly aud: string;
  /** The first second at which the token is valid. */
  readonly nbf: number;
  /** The first second at which it is no longer valid. */
  readonly exp: number;
  /** The answers that it forces, by flag key. */
  readonly flags: Readonly<Record<string, TokenAnswer>>;
}

const SECONDS_MAX = 253_402_300_799; // the end of the year 9999
const secondsSchema = z.int().min(0).max(SECONDS_MAX);

const audienceSchema = z.string().min(1).max(TokenLimits.audience);

const answerSchema: z.ZodType<TokenAnswer> = z.union(
  [z.boolean(), nameSchema, z.strictObject({ value: valueSchema })],
  `must be true, false, the name of a variant (up to ${FlagLimits.nameLength} characters), or { value } with a JSON value`,
);

const flagsSchema = z.record(keySchema, answerSchema).refine((flags) => {
  const { length } = Object.keys(flags);
  return length >= 1 && length <= TokenLimits.flags;
}, `must contain 1 to ${TokenLimits.flags} flags`);

/** The payload as it must be after the signature was verified; anything else is malformed. */
export const payloadSchema: z.ZodType<OverrideTokenPayload> = z
  .strictObject({ aud: audienceSchema, nbf: secondsSchema, exp: secondsSchema, flags: flagsSchema })
  .refine(({ nbf, exp }) => nbf < exp, 'must expire after it becomes valid');

/** The answer in the form that the engine forces. */
export function forcedAnswerOf(answer: TokenAnswer): FlagOverrideValue {
  switch (typeof answer) {
    case 'boolean':
      return Object.freeze({ enabled: answer });
    case 'string':
      return Object.freeze({ variant: answer });
    default:
      return Object.freeze({ value: answer.value });
  }
}
