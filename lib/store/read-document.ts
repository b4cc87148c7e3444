import type { DocumentKind, StoredDocument } from './stored-document.js';

const KINDS = { flag: true, segment: true, override: true, schedule: true } satisfies Record<DocumentKind, true>;

/**
 * Reads a document that a database holds as JSON; `undefined` for a kind that only another release knows. Text that is
 * not JSON, or is nested too deeply, becomes the value, for the reader to report: one document must not hide the others.
 */
export function readDocument(kind: string, id: string, text: string): StoredDocument | undefined {
  return isKind(kind) ? { kind, id, value: parsed(text) } : undefined;
}

function isKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(KINDS, kind);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return text.length > 2 * MAX_DEPTH && isNestedDeeper(value, MAX_DEPTH) ? text : value;
  } catch {
    return text;
  }
}

/** How deeply a document may be nested: more than any that is valid, and too little to exhaust the call stack. */
const MAX_DEPTH = 100;

function isNestedDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isNestedDeeper(member, depth - 1));
}
