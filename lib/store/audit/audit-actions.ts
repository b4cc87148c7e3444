/** The subject of an audit entry: a document of the store, or the store as a whole. */
export type AuditedKind = 'override' | 'flag' | 'segment' | 'schedule' | 'store';

interface AuditActionFacts {
  readonly kind: AuditedKind;
  /** A description of the action for readers. */
  readonly wording: string;
}

/** The only list of all actions: types, filters and documents are derived from this table. */
export const auditActions = {
  override_set: { kind: 'override', wording: 'An override was set or replaced' },
  override_cleared: { kind: 'override', wording: 'An override was cleared' },
  override_expired: { kind: 'override', wording: 'An override expired' },
  flag_created: { kind: 'flag', wording: 'A flag was created' },
  flag_updated: { kind: 'flag', wording: 'A flag was updated' },
  flag_deleted: { kind: 'flag', wording: 'A flag was deleted' },
  segment_created: { kind: 'segment', wording: 'A segment was created' },
  segment_updated: { kind: 'segment', wording: 'A segment was updated' },
  segment_deleted: { kind: 'segment', wording: 'A segment was deleted' },
  schedule_added: { kind: 'schedule', wording: 'A change was scheduled' },
  schedule_cancelled: { kind: 'schedule', wording: 'A scheduled change was cancelled' },
  schedule_carried_out: { kind: 'schedule', wording: 'A scheduled change was made' },
  schedule_dropped: { kind: 'schedule', wording: 'A scheduled change was dropped because it was too late' },
  schedule_failed: { kind: 'schedule', wording: 'A scheduled change failed and was not made' },
  store_restored: { kind: 'store', wording: 'The store was restored by an instance that knew its content' },
  store_accepted: { kind: 'store', wording: 'The content of the store was accepted after a loss' },
} as const satisfies Record<string, AuditActionFacts>;

/** The actions of the audit log, on a flag, a segment, an override, a schedule or the store as a whole. */
export type AuditAction = keyof typeof auditActions;

/** The actions of some kinds. */
export type AuditActionOf<K extends AuditedKind> = {
  readonly [Action in AuditAction]: (typeof auditActions)[Action]['kind'] extends K ? Action : never;
}[AuditAction];

export function isAuditAction(value: unknown): value is AuditAction {
  return typeof value === 'string' && Object.hasOwn(auditActions, value);
}

/** The subject of entries with this action; `undefined` for an action that this release does not know. */
export function auditedKind(action: string): AuditedKind | undefined {
  return isAuditAction(action) ? auditActions[action].kind : undefined;
}
