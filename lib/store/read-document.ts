import type { DocumentKind, StoredDocument } from './stored-document.js';

const KINDS = { flag: true, segment: true, override: true, schedule: true } satisfies Record<DocumentKind, true>;

/**
 * Reads a document that a database holds as JSON; `undefined` for a kind that only another release knows. Text that is
 * not JSON becomes the value, for the reader to report: one document must not hide the others.
 */
export function readDocument(kind: string, id: string, text: string): StoredDocument | undefined {
  return isKind(kind) ? { kind, id, value: parsed(text) } : undefined;
}

function isKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(KINDS, kind);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
