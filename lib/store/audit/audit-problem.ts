/**
 * The kinds of problems of an audit log:
 *
 * - `edited`: an entry differs from what was written
 * - `bad_signature`: an entry was edited, or signed by a secret that is not among the given ones
 * - `unsigned`: an entry must be signed, and is not
 * - `missing`: an entry between others is missing, or one that the store recorded as written
 * - `moved`: an entry exists twice, or precedes an older one
 * - `replaced`: the previous entry is not the one that preceded this entry when it was written
 * - `unreadable`: a line or item is not an entry of this release
 * - `state`: the documents, or the files next to the log, do not match the log
 */
export type AuditProblemKind =
  'edited' | 'bad_signature' | 'unsigned' | 'missing' | 'moved' | 'replaced' | 'unreadable' | 'state';

/** The first problem of an audit log. */
export interface AuditProblem {
  /** The kind of problem. */
  readonly kind: AuditProblemKind;
  /** The version of the entry with the problem; for an unreadable entry, the version that it should have. */
  readonly version: number;
  /** The entry's line in its file or export, counted from 1. */
  readonly line?: number | undefined;
  /** A sentence for the operator, without any content of the entry. */
  readonly message: string;
}

/** The result of the verification of an audit log. */
export interface AuditVerification {
  /** Whether no problem was found. */
  readonly isIntact: boolean;
  /** The number of verified entries. */
  readonly entries: number;
  /** The version of the oldest entry; older ones are no longer kept, or were not exported. 0 if there is none. */
  readonly first: number;
  /** The last verified entry; `undefined` if there is none. Compare it with a copy that is kept elsewhere. */
  readonly last?: { readonly version: number; readonly id: string; readonly hash: string } | undefined;
  /** The first problem; absent if there is none. */
  readonly problem?: AuditProblem | undefined;
}
