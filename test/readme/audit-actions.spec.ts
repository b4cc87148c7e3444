import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { auditActions } from '../../lib/store/audit/audit-actions.js';
import { root, tableRows } from './code-blocks.js';

const page = readFileSync(resolve(root, 'docs/audit-log.md'), 'utf8');

describe('The table of audit actions in the manual', () => {
  it('lists every action in order, with its wording and the kind of its document', () => {
    const expected = Object.entries(auditActions).map(([action, { kind, wording }]) => [
      action,
      wording,
      kind === 'store' ? '' : kind,
    ]);
    expect(tableRows(page, 'Action What happened')).toEqual(expected);
  });
});
