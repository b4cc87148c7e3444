import { describe, expect, it } from '@jest/globals';
import { auditActions, auditedKind, isAuditAction } from '../../../../lib/store/audit/audit-actions.js';

const actions = Object.keys(auditActions);

describe('The table of audit actions', () => {
  it.each([
    ['override_expired', 'override'],
    ['flag_updated', 'flag'],
    ['segment_deleted', 'segment'],
    ['schedule_failed', 'schedule'],
    ['store_restored', 'store'],
  ])('maps %s to its kind of document', (action, kind) => {
    expect(auditedKind(action)).toBe(kind);
  });

  it.each(['flag_renamed', 'flag', '', 'constructor', '__proto__', 'FLAG_UPDATED'])(
    'does not guess the kind of an unknown action such as %j',
    (action) => {
      expect([isAuditAction(action), auditedKind(action)]).toEqual([false, undefined]);
    },
  );

  it.each([undefined, null, 7, ['flag_updated'], { action: 'flag_updated' }])('finds no action in %j', (value) => {
    expect(isAuditAction(value)).toBe(false);
  });

  it('describes each action in different words', () => {
    expect(new Set(Object.values(auditActions).map(({ wording }) => wording)).size).toBe(actions.length);
  });
});
