/**
 * The kinds of problems of an audit log:
 *
 * - `edited`: an entry is not what was written
 * - `bad_signature`: an entry was edited, or signed by a secret that is not among those that were given
 * - `unsigned`: an entry has to be signed, and is not
 * - `missing`: there are entries before and after it, or the store says that it was written
 * - `moved`: an entry is there twice, or before one that is older
 * - `replaced`: the entry before it is another one than when it was written
 * - `unreadable`: a line or item is not an entry of this release
 * - `state`: the documents, or the files beside the log, are not what the log has led to
 */
export type AuditProblemKind =
  'edited' | 'bad_signature' | 'unsigned' | 'missing' | 'moved' | 'replaced' | 'unreadable' | 'state';

/** The first problem of an audit log. */
export interface AuditProblem {
  /** The kind of problem. */
  readonly kind: AuditProblemKind;
  /** The version of the entry that it was found at; of one that cannot be read, the version that it should have. */
  readonly version: number;
  /** The entry's line in its file or export, counted from 1. */
  readonly line?: number | undefined;
  /** A sentence for the operator, without anything that the entry says. */
  readonly message: string;
}

/** The result of the verification of an audit log. */
export interface AuditVerification {
  /** Whether nothing is wrong. */
  readonly isIntact: boolean;
  /** How many entries were verified. */
  readonly entries: number;
  /** The version of the oldest entry: what was before it is no longer kept, or was not exported. 0 when there is none. */
  readonly first: number;
  /** The last entry that was verified; `undefined` when there is none. Compare it with one that is kept elsewhere. */
  readonly last?: { readonly version: number; readonly id: string; readonly hash: string } | undefined;
  /** Absent when nothing is wrong. */
  readonly problem?: AuditProblem | undefined;
}
