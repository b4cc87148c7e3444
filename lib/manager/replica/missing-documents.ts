import { isDeepStrictEqual } from 'node:util';
import type { AuditActionOf } from '../../store/audit/audit-actions.js';
import type { AuditedDocument } from '../../store/audit-entry.js';
import type { DocumentKind, DocumentName } from '../../store/stored-document.js';
import type { ReplicaState } from './replica-state.js';

/** A document that an instance knows and a store lacks. */
export interface MissingDocument extends DocumentName {
  readonly value: AuditedDocument;
}

/** What a store lacks of a known state, and how many documents it has in another form. */
export interface MissingDocuments {
  readonly missing: readonly MissingDocument[];
  readonly kept: number;
}

/**
 * What a store lacks. What it has in another form is newer, and stays.
 *
 * @param isOlder whether a document of the store is known to be an older one all the same
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

/** The entry of the log that writes such a document to a store. */
export function restoringChange({ kind, id, value }: MissingDocument, version: number) {
  const key = 'change' in value ? value.change.key : 'key' in value ? value.key : id;
  return { action: ACTIONS[kind], key, before: null, after: kind === 'override' ? value : { ...value, version } };
}

/** Definitions and schedules have the version of their entry, which is another one where they are restored. */
function isSame(stored: unknown, known: AuditedDocument): boolean {
  return isDeepStrictEqual(unversioned(stored), unversioned(known));
}

function unversioned(document: unknown): unknown {
  return typeof document === 'object' && document !== null ? { ...document, version: 0 } : document;
}

/** Kill switches first; segments before the flags that refer to them. */
const RESTORED_KINDS = ['override', 'segment', 'flag', 'schedule'] as const satisfies readonly DocumentKind[];

const ACTIONS = {
  override: 'override_set',
  segment: 'segment_created',
  flag: 'flag_created',
  schedule: 'schedule_added',
} as const satisfies { readonly [Kind in DocumentKind]: AuditActionOf<Kind> };
