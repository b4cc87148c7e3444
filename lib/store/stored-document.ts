import { objectArgument, stringArgument } from '../internal/options/arguments.js';
import type { OverrideTarget } from '../engine/flag-override.js';
import { auditedKind, type AuditedKind } from './audit/audit-actions.js';
import type { AuditEntry, AuditedDocument } from './audit-entry.js';

/** The kinds of documents that a store keeps in addition to its log. */
export type DocumentKind = Exclude<AuditedKind, 'store'>;

/** The name of one document of a store. */
export interface DocumentName {
  /** The kind of document. */
  readonly kind: DocumentKind;
  /** The key of the flag or segment; of an override, the result of `overrideId`; of a schedule, its id. */
  readonly id: string;
}

/** One document of a store. */
export interface StoredDocument extends DocumentName {
  /** The data of the document, as untrusted as any input. */
  readonly value: unknown;
}

/** The effect of an entry on the documents: the document that it changes. */
export interface DocumentWrite extends DocumentName {
  /** The new document; `null` if it is removed. */
  readonly value: AuditedDocument | null;
}

/** The fields of an entry that determine which document it changes. */
export type DocumentChange = Pick<AuditEntry, 'action' | 'key' | 'before' | 'after' | 'provider'>;

/**
 * Returns the document that an entry changes; `undefined` if the entry changes no document, because it concerns a
 * definition of a provider or the store as a whole, or because its action is unknown. The documents of a store result
 * from applying its entries in order.
 */
export function documentOf(change: DocumentChange): DocumentWrite | undefined {
  objectArgument(change, 'The change of documentOf');
  if (change.provider !== undefined) return undefined;
  const { action, key, before, after } = change;
  stringArgument(action, 'The action of documentOf');
  const kind = auditedKind(action);
  if (kind === undefined || kind === 'store') return undefined;
  return { kind, id: idOf(kind, key, after ?? before), value: after };
}

/** Whether untrusted data has the fields of every document; its value is not validated. */
export function isStoredDocument(value: unknown): value is StoredDocument {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return false;
  return typeof value.kind === 'string' && typeof value.id === 'string' && 'value' in value;
}

/**
 * Returns the id of an override: for all users, its key; for one user, the key, a space and the user's id; for one
 * attribute value, the key, an `@`, and the attribute and its value as JSON. Keys contain neither spaces nor `@`, so
 * different overrides have different ids.
 */
export function overrideId(key: string, { unit, unitBy }: OverrideTarget): string {
  if (unit === undefined) return key;
  return unitBy === undefined ? `${key} ${unit}` : `${key}@${JSON.stringify([unitBy, unit])}`;
}

/** The key in the id of an override or definition, without the unit, which may be a user's id. */
export function keyOfId(id: string): string {
  return id.split(/[ @]/, 1)[0] ?? id;
}

function idOf(kind: DocumentKind, key: string, document: AuditedDocument | null): string {
  if (document === null) return key;
  if (kind === 'override' && 'unit' in document) return overrideId(key, document);
  return kind === 'schedule' && 'id' in document ? document.id : key;
}
