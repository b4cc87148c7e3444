import type { AuditKeys } from '../../store/audit/audit-keys.js';
import { isStoredDocument } from '../../store/stored-document.js';
import type { StoreCopy } from './store-copy.js';

const FORMAT = 2; // 1 had no checksum
const PURPOSE = 'nestjs-feature-flags/bootstrap/1\n';

/** The content of a bootstrap file. */
export interface BootstrapContent extends StoreCopy {
  /** The name of the store that was copied. */
  readonly store: string;
}

/** A reason to reject a file: `unknown` if it is not a bootstrap file of this release, `damaged` if it was altered. */
export type BootstrapFault = 'unknown' | 'damaged';

/** The text of a file with a checksum, which is a signature if there is a secret. */
export function bootstrapText(content: BootstrapContent, keys: AuditKeys): string {
  const text = contentText(content);
  return fileText(keys.hash(PURPOSE + text), text);
}

/** Parses a file. It is accepted only if it is, byte by byte, what an instance with the same secret has written. */
export function parseBootstrap(text: string, keys: AuditKeys): BootstrapContent | BootstrapFault {
  const { checksum, content } = membersOf(text);
  if (!isContent(content)) return 'unknown';
  const hashed = contentText(content);
  const isWhole = typeof checksum === 'string' && fileText(checksum, hashed) === text;
  return isWhole && keys.faultOf(PURPOSE + hashed, checksum, Infinity) === undefined ? content : 'damaged';
}

function fileText(checksum: string, content: string): string {
  return `{"format":${FORMAT},"checksum":${JSON.stringify(checksum)},"content":${content}}\n`;
}

function contentText({ store, position: { version, id }, history, hash, documents }: BootstrapContent): string {
  return JSON.stringify({ store, position: { version, id }, history, hash, documents });
}

/** The members of a file; none if it is not JSON, because a parse error would quote the file's text in the log. */
function membersOf(text: string): { readonly checksum?: unknown; readonly content?: unknown } {
  try {
    const file: unknown = JSON.parse(text);
    return isObject(file) && file['format'] === FORMAT ? file : {};
  } catch {
    return {};
  }
}

function isContent(value: unknown): value is BootstrapContent {
  return (
    isObject(value) &&
    typeof value['store'] === 'string' &&
    ['string', 'undefined'].includes(typeof value['history']) &&
    typeof value['hash'] === 'string' &&
    isObject(value['position']) &&
    Number.isSafeInteger(value['position']['version']) &&
    typeof value['position']['id'] === 'string' &&
    Array.isArray(value['documents']) &&
    value['documents'].every(isStoredDocument)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
