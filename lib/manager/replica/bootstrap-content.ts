import type { AuditKeys } from '../../store/audit/audit-keys.js';
import { isStoredDocument } from '../../store/stored-document.js';
import type { StoreCopy } from './store-copy.js';

const FORMAT = 2; // 1 had no checksum
const PURPOSE = 'nestjs-feature-flags/bootstrap/1\n';

/** What a bootstrap file holds. */
export interface BootstrapContent extends StoreCopy {
  /** The name of the store that it is a copy of. */
  readonly store: string;
}

/** What cannot be used of a file: it is none of this release, or not what was written. */
export type BootstrapFault = 'unknown' | 'damaged';

/** The text of a file, with a checksum, which is a signature where there is a secret. */
export function bootstrapText(content: BootstrapContent, keys: AuditKeys): string {
  const text = contentText(content);
  return fileText(keys.hash(PURPOSE + text), text);
}

/** The content of a file that is, byte by byte, what an instance has written that has the secret. */
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

/** None for what is no JSON: an error would quote the text of the file, which is not for the log. */
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
