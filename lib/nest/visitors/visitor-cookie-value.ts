import { SIGNATURE_LENGTH, type TextSigner } from '../../internal/signing/text-signer.js';

/** The content of a visitor's cookie. */
export interface Visitor {
  readonly id: string;
  /** When the id was created, in seconds since 1970. */
  readonly createdAt: number;
}

/** A {@link Visitor} and whether its cookie was signed with the current secret. */
export interface KnownVisitor extends Visitor {
  readonly isCurrent: boolean;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** The only form of a value: the version, a random UUID, the seconds since 1970, and the signature over all of it. */
const VALUE = new RegExp(`^(v1\\.(${UUID})\\.([1-9]\\d{0,11}))\\.([A-Za-z0-9_-]{${SIGNATURE_LENGTH}})$`);

const MAX_LENGTH = 128;

export function writeVisitor({ id, createdAt }: Visitor, signer: TextSigner): string {
  const signed = `v1.${id}.${createdAt}`;
  return `${signed}.${signer.sign(signed)}`;
}

/** Reads the value of a cookie; `undefined` unless it is signed. */
export function readVisitor(value: string, signer: TextSigner): KnownVisitor | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  const [, signed, id, createdAt, signature] = VALUE.exec(value) ?? [];
  if (signed === undefined || id === undefined || signature === undefined) return undefined;
  const signedBy = signer.signerOf(signed, signature);
  return signedBy === -1 ? undefined : { id, createdAt: Number(createdAt), isCurrent: signedBy === 0 };
}
