import { describe, expect, it } from '@jest/globals';
import { matchesAuditQuery } from '../../../lib/store/audit-entry.js';
import { entryOf } from './shop-entries.js';

const entry = entryOf(5, { key: 'search', actor: 'ann', time: '2026-01-01T12:00:00.000Z' });
const noon = Date.parse(entry.time);

describe('An entry matches a query', () => {
  it.each([
    ['that asks for nothing in particular', {}],
    ['for its key', { key: 'search' }],
    ['for its actor', { actor: 'ann' }],
    ['for its action', { action: 'override_set' }],
    ['from its own instant on', { since: new Date(noon) }],
    ['until just after its instant', { until: new Date(noon + 1) }],
    ['before the version after its own', { before: 6 }],
    ['after the version before its own', { after: 4 }],
    [
      'for all of these',
      { key: 'search', actor: 'ann', action: 'override_set', since: new Date(noon), after: 4, before: 6 },
    ],
    ['with conditions that are left undefined', { key: undefined, since: undefined, before: undefined }],
  ] as const)('%s', (_, query) => {
    expect(matchesAuditQuery(entry, query)).toBe(true);
  });
});

describe('An entry does not match a query', () => {
  it.each([
    ['for another key', { key: 'Search' }],
    ['for another actor', { actor: 'ben' }],
    ['for another action', { action: 'override_cleared' }],
    ['from just after its instant on', { since: new Date(noon + 1) }],
    ['until its own instant', { until: new Date(noon) }],
    ['before its own version', { before: 5 }],
    ['after its own version', { after: 5 }],
    ['of which one condition does not hold', { key: 'search', actor: 'ben', after: 4 }],
    ['for the empty key', { key: '' }],
    ['before version 0', { before: 0 }],
  ] as const)('%s', (_, query) => {
    expect(matchesAuditQuery(entry, query)).toBe(false);
  });
});
