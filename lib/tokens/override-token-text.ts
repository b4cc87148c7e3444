import type { FlagIssue } from '../engine/flag.errors.js';
import { plainData } from '../engine/json/plain-data.js';
import { SIGNATURE_LENGTH, TextSigner } from '../internal/signing/text-signer.js';
import { payloadSchema, type OverrideTokenPayload } from './override-token-payload.js';

/**
 * The only form of a token: the version, the payload and the signature over both. There is one algorithm and no header
 * that could name another one. Each payload has exactly one text.
 */
const TOKEN = new RegExp(`^(v1\\.([A-Za-z0-9_-]{1,16384}))\\.([A-Za-z0-9_-]{${SIGNATURE_LENGTH}})$`);

const PURPOSE = 'nestjs-feature-flags override token';

/** A signer of override tokens. A signature of anything else, with the same secret, is not accepted. */
export function tokenSigner(secrets: unknown, place: string): TextSigner {
  return new TextSigner(secrets, PURPOSE, place);
}

export function writeToken(payload: OverrideTokenPayload, signer: TextSigner): string {
  const signed = `v1.${encodedJson(payload)}`;
  return `${signed}.${signer.sign(signed)}`;
}

/**
 * Reads a token. Nothing is decoded before the signature has been verified.
 *
 * @returns the payload; `malformed` or `bad_signature` if there is none
 */
export function readToken(token: string, signer: TextSigner): OverrideTokenPayload | 'malformed' | 'bad_signature' {
  const [, signed, encoded, signature] = TOKEN.exec(token) ?? [];
  if (signed === undefined || encoded === undefined || signature === undefined) return 'malformed';
  if (signer.signerOf(signed, signature) === -1) return 'bad_signature';
  return payloadOf(encoded) ?? 'malformed';
}

/** The payload, frozen; `undefined` unless the text is the one that {@link writeToken} produces. */
function payloadOf(encoded: string): OverrideTokenPayload | undefined {
  const data = parsed(Buffer.from(encoded, 'base64url').toString('utf8'));
  if (data === undefined || encodedJson(data) !== encoded) return undefined;
  const issues: FlagIssue[] = [];
  const result = payloadSchema.safeParse(plainData(data, [], issues));
  return issues.length === 0 ? result.data : undefined;
}

function encodedJson(data: unknown): string {
  return Buffer.from(JSON.stringify(data)).toString('base64url');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
