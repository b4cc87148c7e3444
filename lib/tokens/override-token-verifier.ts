import type { FlagOverrideValue } from '../engine/flag-override.js';
import type { TextSigner } from '../internal/signing/text-signer.js';
import { forcedAnswerOf, type OverrideTokenPayload } from './override-token-payload.js';
import { readToken } from './override-token-text.js';

/** The reasons for which a token is ignored. */
export const TOKEN_FAULTS = [
  'oversized',
  'malformed',
  'bad_signature',
  'wrong_audience',
  'lifetime_too_long',
  'not_yet_valid',
  'expired',
] as const;

export type TokenFault = (typeof TOKEN_FAULTS)[number];

export type VerifiedToken =
  | { readonly flags: ReadonlyMap<string, FlagOverrideValue>; readonly fault?: undefined }
  | { readonly flags?: undefined; readonly fault: TokenFault };

export interface OverrideTokenVerifierOptions {
  readonly signer: TextSigner;
  readonly audience: string;
  /** The longest time from becoming valid to expiring, in milliseconds. */
  readonly maxLifetime: number;
  /** The most characters of a token. */
  readonly maxLength: number;
}

/** How far the clock of the machine that created a token may be ahead. An expired token gets no such grace. */
const CLOCK_SKEW_S = 60;

/** Decides whether a token is valid for this application at this moment. */
export class OverrideTokenVerifier {
  readonly #options: OverrideTokenVerifierOptions;

  constructor(options: OverrideTokenVerifierOptions) {
    this.#options = options;
  }

  /** @param now milliseconds since 1970 */
  verify(token: string, now: number): VerifiedToken {
    const { signer, maxLength } = this.#options;
    if (token.length > maxLength) return { fault: 'oversized' };
    const payload = readToken(token, signer);
    if (typeof payload === 'string') return { fault: payload };
    const fault = this.#faultOf(payload, Math.floor(now / 1000));
    return fault === undefined ? { flags: forcedFlagsOf(payload) } : { fault };
  }

  #faultOf({ aud, nbf, exp }: OverrideTokenPayload, now: number): TokenFault | undefined {
    const { audience, maxLifetime } = this.#options;
    if (aud !== audience) return 'wrong_audience';
    if ((exp - nbf) * 1000 > maxLifetime) return 'lifetime_too_long';
    if (now >= exp) return 'expired';
    return now + CLOCK_SKEW_S < nbf ? 'not_yet_valid' : undefined;
  }
}

function forcedFlagsOf({ flags }: OverrideTokenPayload): ReadonlyMap<string, FlagOverrideValue> {
  return new Map(Object.entries(flags).map(([key, answer]) => [key, forcedAnswerOf(answer)]));
}
