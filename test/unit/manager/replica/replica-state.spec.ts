import { describe, expect, it } from '@jest/globals';
import { ReplicaState } from '../../../../lib/manager/replica/replica-state.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import type { StoredDocument } from '../../../../lib/store/stored-document.js';

const by = { actor: 'ops', createdAt: '2026-01-01T00:00:00.000Z' } as const;
const off = (key: string, unit?: string) => ({
  key,
  serve: { enabled: false },
  ...(unit === undefined ? {} : { unit }),
  ...by,
});
const schedule = {
  id: '3a4bb5be-3d1c-4a4a-9d0e-6d1d5b3a2f10',
  change: { type: 'clear_override', key: 'sale' },
  at: '2026-01-02T00:00:00Z',
  ...by,
};
const documents: readonly StoredDocument[] = [
  { kind: 'flag', id: 'sale', value: { type: 'boolean', version: 3 } },
  { kind: 'segment', id: 'vip', value: { include: ['ada'], version: 4 } },
  { kind: 'override', id: 'sale', value: off('sale') },
  { kind: 'override', id: 'sale ada', value: off('sale', 'ada') },
  { kind: 'schedule', id: schedule.id, value: schedule },
];
const entry = (action: string, key: string, before: unknown, after: unknown, provider?: string): AuditEntry =>
  ({
    id: 'x',
    version: 1,
    time: by.createdAt,
    actor: 'ops',
    origin: 'api',
    action,
    key,
    before,
    after,
    provider,
  }) as never;

describe('What an instance has read from a store', () => {
  it('is empty at first', () => {
    const { flags, segments, schedules, overrideSet } = ReplicaState.empty();
    expect([flags.size, segments.size, schedules.size, overrideSet.all()]).toEqual([0, 0, 0, []]);
  });

  it('includes flags, segments, overrides and schedules, whichever documents there are besides', () => {
    const state = ReplicaState.empty().replacedBy([...documents, { kind: 'banner' as never, id: 'x', value: 1 }]);
    expect(state.flags.get('sale')).toEqual({ key: 'sale', type: 'boolean', enabled: true, version: 3 });
    expect(state.segments.get('vip')).toEqual({ key: 'vip', include: ['ada'], version: 4 });
    expect(state.overrideSet.all()).toEqual([off('sale'), off('sale', 'ada')]);
    expect([...state.schedules.values()]).toEqual([schedule]);
  });

  it('is read as equal from the documents that it produces', () => {
    const state = ReplicaState.empty().replacedBy(documents);
    expect(ReplicaState.empty().replacedBy(state.documents())).toEqual(state);
  });

  it('keeps unreadable documents unchanged, for a release that can read them', () => {
    const next = { kind: 'flag', id: 'sale', value: { type: 'oracle' } } as const;
    const state = ReplicaState.empty().replacedBy(documents).replacedBy([next]);
    expect(state.flags.get('sale')).toMatchObject({ type: 'boolean' });
    expect(state.documents()).toEqual([next]);
  });

  it.each<[string, StoredDocument]>([
    ['override', { kind: 'override', id: 'search', value: off('sale') }],
    ['override of one unit', { kind: 'override', id: 'sale', value: off('sale', 'ada') }],
    ['schedule', { kind: 'schedule', id: 'another', value: schedule }],
  ])('does not mistake the %s for one that is stored under another name', (_, document) => {
    const { overrideSet, schedules, maps } = ReplicaState.empty().replacedBy([document]);
    expect([overrideSet.all(), schedules.size]).toEqual([[], 0]);
    expect(maps[document.kind].unreadable.get(document.id)?.message).toContain('under a wrong id');
  });

  it.each<[string, AuditEntry, (state: ReplicaState) => unknown, unknown]>([
    [
      'saves a flag',
      entry('flag_updated', 'sale', null, { key: 'sale', type: 'boolean', enabled: false, version: 9 }),
      ({ flags }) => flags.get('sale')?.enabled,
      false,
    ],
    ['deletes a flag', entry('flag_deleted', 'sale', {}, null), ({ flags }) => flags.size, 0],
    ['deletes a segment', entry('segment_deleted', 'vip', {}, null), ({ segments }) => segments.size, 0],
    [
      'clears an override',
      entry('override_cleared', 'sale', off('sale'), null),
      ({ overrideSet }) => overrideSet.all(),
      [off('sale', 'ada')],
    ],
    [
      'clears the override of a unit',
      entry('override_cleared', 'sale', off('sale', 'ada'), null),
      ({ overrideSet }) => overrideSet.all(),
      [off('sale')],
    ],
    [
      'sets the override of another unit',
      entry('override_set', 'sale', null, off('sale', 'bob')),
      ({ overrideSet }) => overrideSet.all().length,
      3,
    ],
    ['ends a schedule', entry('schedule_carried_out', 'sale', schedule, null), ({ schedules }) => schedules.size, 0],
  ])('follows an entry that %s', (_, change, of, expected) => {
    const state = ReplicaState.empty().replacedBy(documents);
    state.apply([change]);
    expect(of(state)).toEqual(expected);
  });

  it('does not follow an entry that records the state of a provider', () => {
    const state = ReplicaState.empty().replacedBy(documents);
    state.apply([entry('flag_deleted', 'sale', {}, null, 'remote')]);
    expect(state.documents()).toEqual(ReplicaState.empty().replacedBy(documents).documents());
  });

  it('returns the same set of overrides as long as none of them changes', () => {
    const state = ReplicaState.empty().replacedBy(documents);
    const { overrideSet } = state;
    const ofSale = overrideSet.ofFlag('sale');
    state.apply([entry('flag_deleted', 'sale', {}, null), entry('override_set', 'x', null, off('x'))]);
    expect(state.overrideSet).toBe(overrideSet);
    expect(overrideSet.ofFlag('sale')).toBe(ofSale);
  });

  it('keeps the last good state of unreadable documents, and has all others', () => {
    const state = ReplicaState.empty().replacedBy(documents);
    const broken = documents.map(({ kind, id }) => ({ kind, id, value: 'broken' }));
    const next = state.replacedBy([...broken, { kind: 'flag', id: 'theme', value: true }]);
    expect([next.flags.get('sale'), next.overrideSet.all()]).toEqual([
      state.flags.get('sale'),
      state.overrideSet.all(),
    ]);
    expect(next.flags.has('theme')).toBe(true);
    expect(Object.values(next.maps).map(({ unreadable }) => unreadable.size)).toEqual([1, 1, 2, 1]);
  });
});
