import { isDeepStrictEqual } from 'node:util';
import type { AuditActionOf } from '../../store/audit/audit-actions.js';
import type { AuditedDocument } from '../../store/audit-entry.js';
import type { DocumentKind, DocumentName } from '../../store/stored-document.js';
import type { ReplicaState } from './replica-state.js';

/** A document that an instance has and a store lacks. */
export interface MissingDocument extends DocumentName {
  readonly value: AuditedDocument;
}

/** The documents that a store lacks, and the number of those that it has in another version. */
export interface MissingDocuments {
  readonly missing: readonly MissingDocument[];
  readonly kept: number;
}

/**
 * Finds the documents that a store lacks. Other versions of documents in the store are newer, and are kept.
 *
 * @param isOlder whether a document in the store is known to be an older version after all
 */
export function missingDocuments(
  known: ReplicaState,
  stored: ReplicaState,
  isOlder: (document: DocumentName) => boolean,
): MissingDocuments {
  const missing: MissingDocument[] = [];
  let kept = 0;
  for (const kind of RESTORED_KINDS) {
    const { all, unreadable }: { all: ReadonlyMap<string, unknown>; unreadable: ReadonlyMap<string, unknown> } =
      stored.maps[kind];
    for (const [id, value] of known.maps[kind].all) {
      const isThere = all.has(id) || unreadable.has(id);
      if (isThere && isSame(all.get(id), value)) continue;
      if (isThere && !isOlder({ kind, id })) kept++;
      else missing.push({ kind, id, value });
    }
  }
  return { missing, kept };
}

/** The log entry that restores a missing document. */
export function restoringChange({ kind, id, value }: MissingDocument, version: number) {
  const key = 'change' in value ? value.change.key : 'key' in value ? value.key : id;
  return { action: ACTIONS[kind], key, before: null, after: kind === 'override' ? value : { ...value, version } };
}

/**
 * Compares documents without their versions, because restored definitions and schedules get the version of a new entry.
 */
function isSame(stored: unknown, known: AuditedDocument): boolean {
  return isDeepStrictEqual(unversioned(stored), unversioned(known));
}

function unversioned(document: unknown): unknown {
  return typeof document === 'object' && document !== null ? { ...document, version: 0 } : document;
}

/** Overrides come first, because they may be kill switches; segments come before the flags that refer to them. */
const RESTORED_KINDS = ['override', 'segment', 'flag', 'schedule'] as const satisfies readonly DocumentKind[];

const ACTIONS = {
  override: 'override_set',
  segment: 'segment_created',
  flag: 'flag_created',
  schedule: 'schedule_added',
} as const satisfies { readonly [Kind in DocumentKind]: AuditActionOf<Kind> };
