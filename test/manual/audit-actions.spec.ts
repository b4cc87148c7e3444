import { describe, expect, it } from '@jest/globals';
import { auditActions } from '../../lib/store/audit/audit-actions.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/guide/audit-log.md');

describe('The table of audit actions in the manual', () => {
  it('lists every action in order, with its wording and the kind of its document', () => {
    const expected = Object.entries(auditActions).map(([action, { kind, wording }]) => [
      action,
      wording,
      kind === 'store' ? '' : kind,
    ]);
    expect(tableRows(text, 'Action What happened')).toEqual(expected);
  });
});
