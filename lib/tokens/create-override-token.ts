import type { FlagKey } from '../engine/typed-flags.js';
import { pathText, type FlagIssue } from '../engine/flag.errors.js';
import { plainData } from '../engine/json/plain-data.js';
import { readBySchema } from '../engine/parse/read-by-schema.js';
import { milliseconds, type Duration } from '../internal/duration.js';
import { durationOption } from '../internal/options/duration-option.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { checkedElsewhere, instantOption, textOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import type { OverrideRequest } from '../manager/overrides/new-override.js';
import { payloadSchema, type OverrideTokenPayload } from './override-token-payload.js';
import { tokenSigner, writeToken } from './override-token-text.js';
import { TokenLimits } from './token-limits.js';

/** The answers that a token forces, by flag key; up to 50. */
export type OverrideTokenFlags = { readonly [K in FlagKey]?: OverrideRequest<K> };

/** The options of {@link createOverrideToken}. */
export interface OverrideTokenOptions {
  /** The secret that signs, 32 to 1,024 characters; the application lists it in `requestOverrides.secrets`. */
  readonly secret: string;
  /** The application that accepts the token, as in its `requestOverrides.audience`. */
  readonly audience: string;
  /** How long the token is valid, 1 second to 720 hours; the application may accept less. @default '1h' */
  readonly expiresIn?: Duration | undefined;
  /** When it becomes valid, as a `Date` or in milliseconds since 1970. @default now */
  readonly notBefore?: Date | number | undefined;
}

/** The options after validation. */
interface ReadOptions {
  readonly secret: string;
  readonly audience: string;
  readonly expiresIn?: Duration;
  readonly notBefore?: number;
}

/** The longest lifetime of a token. */
export const LONGEST_LIFETIME = '720h';

const tokenOptions = new OptionsSchema<ReadOptions>(
  'createOverrideToken',
  {
    secret: checkedElsewhere, // by the signer, whose errors reveal nothing about it
    audience: textOption(TokenLimits.audience),
    expiresIn: durationOption('1s', LONGEST_LIFETIME),
    notBefore: instantOption,
  },
  { required: ['secret', 'audience'] },
);

/**
 * Creates a signed token that forces flags for the requests that carry it, in applications with `requestOverrides`. It
 * is not encrypted: anyone who has it can read the flags and use them until it expires.
 *
 * @param flags for each flag `true`, `false`, the name of a variant, `{ variant }` or `{ value }`
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option or flag that is invalid
 * @example
 * const token = createOverrideToken({ new_checkout: true, theme: 'modern' }, { secret, audience: 'shop-staging' });
 */
export function createOverrideToken(flags: OverrideTokenFlags, options: OverrideTokenOptions): string {
  const { secret, audience, expiresIn = '1h', notBefore = Date.now() } = tokenOptions.read(options);
  const signer = tokenSigner(secret, 'Option "secret" of createOverrideToken');
  const nbf = Math.floor(notBefore / 1000);
  const exp = nbf + Math.ceil(milliseconds(expiresIn) / 1000);
  const token = writeToken(readPayload({ aud: audience, nbf, exp }, flags), signer);
  if (token.length <= TokenLimits.length) return token;
  throw new InvalidOptionsError(
    `The token has ${token.length} characters, more than the ${TokenLimits.length} that fit into a cookie: force fewer flags or smaller values.`,
  );
}

function readPayload(claims: Omit<OverrideTokenPayload, 'flags'>, given: unknown): OverrideTokenPayload {
  const issues: FlagIssue[] = [];
  const flags = shortened(plainData(given, ['flags'], issues));
  const payload = readBySchema(payloadSchema, { ...claims, flags });
  if (issues.length === 0 && payload.issues === undefined) return payload.data;
  const all = issues.length > 0 ? issues : (payload.issues ?? []);
  const lines = all.map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new InvalidOptionsError(`The override token cannot be created: ${lines.join('; ')}.`);
}

/** Replaces `{ variant: 'modern' }` by `'modern'`, so that each answer has one form. */
function shortened(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, answer]) => [key, variantOf(answer) ?? answer]));
}

function variantOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Object.keys(answer).length !== 1) return undefined;
  return 'variant' in answer ? answer.variant : undefined;
}
