import { describe, expect, it } from '@jest/globals';
import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';
import { documentOf, isStoredDocument, keyOfId, overrideId } from '../../../lib/store/stored-document.js';
import { entryOf, override } from './shop-entries.js';

const schedule: FlagSchedule = {
  id: '4d0c7b8e-6f0e-4d4e-9f57-3a1f5a9b2c10',
  change: { type: 'clear_override', key: 'search', unit: 'ada' },
  at: '2026-11-27T00:00:00.000Z',
  actor: 'ann',
  createdAt: '2026-01-01T00:00:00.000Z',
};

describe('The document of an entry', () => {
  it.each([
    ['flag_created', { kind: 'flag', id: 'search', value: { key: 'search', type: 'boolean', enabled: true } }],
    ['flag_updated', { kind: 'flag', id: 'search', value: { key: 'search', type: 'boolean', enabled: true } }],
    ['segment_created', { kind: 'segment', id: 'search', value: { key: 'search', include: ['ada'] } }],
    ['override_set', { kind: 'override', id: 'search', value: override('search') }],
    ['override_set', { kind: 'override', id: 'search ada b', value: override('search', 'ada b') }],
    ['schedule_added', { kind: 'schedule', id: schedule.id, value: schedule }],
  ] as const)('with the action %s is the one that it creates', (action, document) => {
    expect(documentOf(entryOf(1, { key: 'search', action, after: document.value }))).toEqual(document);
  });

  it.each([
    ['flag_deleted', { kind: 'flag', id: 'search' }, { key: 'search', type: 'boolean', enabled: true }],
    ['segment_deleted', { kind: 'segment', id: 'search' }, { key: 'search' }],
    ['override_cleared', { kind: 'override', id: 'search' }, override('search')],
    ['override_expired', { kind: 'override', id: 'search ada' }, override('search', 'ada')],
    ['schedule_cancelled', { kind: 'schedule', id: schedule.id }, schedule],
    ['schedule_carried_out', { kind: 'schedule', id: schedule.id }, schedule],
  ] as const)('with the action %s is the one that it removes', (action, name, before) => {
    expect(documentOf(entryOf(1, { key: 'search', action, before, after: null }))).toEqual({ ...name, value: null });
  });

  it('does not exist for an unknown action, whatever its name begins with', () => {
    expect(documentOf({ ...entryOf(1, { key: 'search' }), action: 'flag_renamed' as 'flag_updated' })).toBeUndefined();
  });

  it('does not exist if a provider holds the definition', () => {
    expect(documentOf(entryOf(1, { key: 'search', action: 'flag_created', provider: 'table' }))).toBeUndefined();
  });
});

describe('The id of an override', () => {
  it('distinguishes the units of one flag from each other and from everyone', () => {
    const units = [undefined, '', ' ', 'ada', 'ada ', 'ada lovelace', '@["company","ada"]', 'company ada'];
    const attributes = ['company', 'company ada', '["company"', 'sessionId'];
    const ids = units.map((unit) => overrideId('search', { unit }));
    for (const unitBy of attributes) ids.push(...units.slice(1).map((unit) => overrideId('search', { unit, unitBy })));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map(keyOfId))).toEqual(new Set(['search']));
  });
});

describe('Data from outside', () => {
  it.each([
    null,
    'flag',
    [],
    {},
    { kind: 'flag', id: 'search' },
    { kind: 'flag', id: 7, value: 1 },
    { kind: 1, id: '', value: 1 },
  ])('is not a document when it is %j', (data) => {
    expect(isStoredDocument(data)).toBe(false);
  });

  it('is a document whatever its value', () => {
    expect(isStoredDocument({ kind: 'flag', id: 'search', value: null })).toBe(true);
  });
});
